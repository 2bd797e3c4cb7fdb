# nothing changed, so there are no branches to make
