"""Change to SplitPlan: how a change that is too large divides into smaller ones, in an order that works.

`planning.plan` makes a plan; `plan_file.parse_plan` reads one that was saved, and `editing.replanned` works it out anew
after a person edited it; `texts.text_with` is a file in between. A plan beside a report waits for the first one only.
"""
