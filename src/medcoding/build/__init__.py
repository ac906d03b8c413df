"""Everything that is generated: notebooks, what is released to learners, code tables.

The same input gives the same bytes on every machine; `medcoding build --check` compares.
"""
