"""Serving the course: JupyterLab for one learner, and the practice apps as public pages through Voila.

The two are separate processes on purpose. Voila as an extension of a Jupyter server would let any
visitor run code as that server's user; on its own it drops every request to execute.
"""
