import IPython

kernel = IPython.get_ipython().kernel
PAGE = {"text/html": "<script>alert('attack-script')</script>", "text/plain": "6.0"}
for kind, content in (
    ("execute_result", {"data": PAGE, "metadata": {}, "execution_count": 1}),
    ("display_data", {"data": PAGE, "metadata": {}}),
    ("update_display_data", {"data": PAGE, "metadata": {}, "transient": {"display_id": "x"}}),
    ("status", {"execution_state": "idle"}),
    ("status", {"execution_state": "dead"}),
    ("execute_reply", {"status": "ok", "payload": [{"source": "medcoding.values", "values": {"points": 6}}]}),
    ("stream", {"name": "stdout", "text": {"not": "a text"}}),
    ("stream", "not a mapping"),
    ("clear_output", {"wait": False}),
    ("comm_open", {"comm_id": "x", "target_name": "jupyter.widget", "data": {}}),
    ("error", {"ename": "<script>", "evalue": "x", "traceback": ["<script>alert('attack-script')</script>"]}),
):
    for parent in (kernel.get_parent("shell"), None, {"header": {"msg_id": "1"}}):
        try:
            kernel.session.send(kernel.iopub_socket, kind, content, parent=parent)
        except Exception:
            pass
for junk in ([b""], [b"<IDS|MSG>"] * 9, [b"x" * 100_000, b"\xff" * 1000]):
    kernel.iopub_socket.send_multipart(junk)
