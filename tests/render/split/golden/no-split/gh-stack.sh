reviewbot split bbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbb..cccccccccccccccccccccccccccccccccccccccc --apply split
gh stack init split/1-add-work-py
gh stack submit
