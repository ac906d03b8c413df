from attacks.desks import AttackDesk

BAD = "<script>alert('attack-script')</script><img src=x onerror=\"alert('attack-script')\"><svg onload=alert(1)>"


def hand_in(desk: AttackDesk) -> None:
    link = "[click](javascript:alert('attack-script')) $\\href{javascript:alert(1)}{x}$ ![x](attachment:a.svg)"
    cells = desk.notebook_json["cells"]
    for number, text in enumerate((BAD, link, "</body></html>" + BAD, "<meta http-equiv=refresh content=0>")):
        attached = {"a.svg": {"image/svg+xml": BAD}}
        cell = {"cell_type": "markdown", "metadata": {}, "source": text, "id": f"bad-{number}"}
        cells.insert(0, {**cell, "attachments": attached})
    for kind in ("text/html", "application/javascript", "text/latex", "image/svg+xml", "text/markdown"):
        output = {"output_type": "display_data", "data": {kind: BAD}, "metadata": {}}
        desk.graded_cells()[1]["outputs"].append(output)
    view = "application/vnd.jupyter.widget-state+json"
    desk.notebook_json["metadata"]["widgets"] = {view: {"state": {"x": {"state": {"value": BAD}}}}}
    desk.save()
