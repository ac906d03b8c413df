"""Certificates: a school's keys, a badge that anyone can check offline, a signed page to print.

The badge is an Open Badges 3.0 credential (a W3C Verifiable Credential) in JWT form, signed with Ed25519.
The page is a PDF with a standard signature (ECDSA, P-256), which carries the badge inside. The libraries
come with the optional extra `certificates`; nothing here is imported by a learner's kernel.
"""
