import os
import subprocess
import sys

for name in ("json", "ipykernel_launcher", "sitecustomize", "medcoding", "pandas", "IPython", "zmq", "decimal"):
    with open(f"{name}.py", "w") as file:
        file.write("open('canary', 'w').write('ran')\n")
sys.path.insert(0, os.getcwd())
for name in ("json", "decimal", "datetime", "fractions", "numbers"):
    sys.modules.pop(name, None)
subprocess.run([sys.executable, "-c", "import json"])
