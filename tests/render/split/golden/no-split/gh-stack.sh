# no good split within 300 lines: 402 lines in work.py are one block, and no function is cut; so there is nothing to stack
