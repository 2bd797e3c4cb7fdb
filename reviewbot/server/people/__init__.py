"""What people say to reviewbot at a pull request, who of them may, and what they are answered."""
