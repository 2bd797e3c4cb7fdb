"""Front-end 3: coding agents, asked before each of their edits and commands.

What an agent hands over is read into `Asked`, judged by the policy that will judge the pull request, and answered in
that agent's own protocol (one file each in `agents`). Whatever goes wrong is a denial.
"""
