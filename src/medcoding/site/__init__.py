"""The static edition: the course as plain pages that work from a folder, with no server and no kernel.

The one room of `medcoding` that may import the widgets: it shows their own JavaScript on pages, with a small
kernel in JavaScript behind it (`front/`). That kernel judges nothing. What the scorer says of each answer that
was foreseen is worked out here, when the pages are written, and looked up there.
"""
