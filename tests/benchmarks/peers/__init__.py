"""Other ways to do the same work, each a whole process as reviewbot is. They print what they counted."""
