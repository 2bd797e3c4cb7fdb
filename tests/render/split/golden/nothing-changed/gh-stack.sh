# nothing changed, so there is nothing to stack
