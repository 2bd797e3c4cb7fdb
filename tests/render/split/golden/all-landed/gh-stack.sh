# every part has landed, so there is nothing to stack
