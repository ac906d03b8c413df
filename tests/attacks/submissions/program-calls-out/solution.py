import glob
import socket

reached = []
for family, address in (
    (socket.AF_INET, ("127.0.0.1", PORT)),
    (socket.AF_INET, ("192.0.2.1", 80)),
    (socket.AF_INET6, ("::1", PORT)),
    (socket.AF_UNIX, "\0" + "medcoding-attack"),
    *((socket.AF_UNIX, path) for path in glob.glob("/run/**", recursive=True) + glob.glob("/var/run/*")),
):
    try:
        with socket.socket(family) as line:
            line.settimeout(1)
            line.connect(address)
            line.sendall(b"attack")
            reached.append(str(address))
    except OSError:
        pass
try:
    reached += [str(each) for each in socket.getaddrinfo("example.org", 80)]
except OSError:
    pass
print("REACHED", reached)
