"""Shell text -> the commands that it runs. Pure: nothing is executed, no file is looked at.

`unfolding.parse` is the way in, `matching.Entry` compares a command with what a policy says. Strict on purpose: what is
not certain (decided at run time, not understood, too large) is said to be unclear and never left out.
"""
