from IPython.display import HTML, Javascript, display

BAD = "<script>alert('attack-script')</script><img src=x onerror=alert(1)>\x1b]0;pwned\x07\x1b[2J\u202e"
total_charged, worst_payer, denied, by_payer = BAD, BAD, [BAD, BAD], [[BAD, BAD]]
print(BAD)
display(HTML(BAD))
display(Javascript("alert('attack-script')"))
display({"text/html": BAD, "text/markdown": BAD, "image/svg+xml": BAD, "application/javascript": BAD}, raw=True)
raise ValueError(BAD)
