"""A way to a server of PostgreSQL that can fall silent: nothing is closed, and nothing comes."""

import selectors
import socket
import threading
from contextlib import suppress
from pathlib import Path
from urllib.parse import quote

SOCKET = ".s.PGSQL.5432"
MOST = 65536
LOOKS_SECONDS = 0.02


class Proxy:
    """Passes on what goes between a server's folder and its own, unless it is silent."""

    def __init__(self, server: Path, folder: Path) -> None:
        self._server = str(server / SOCKET)
        self._folder = folder
        self._goes_on = threading.Event()
        self._goes_on.set()
        self._is_over = False
        self._listening = socket.socket(socket.AF_UNIX)
        self._listening.bind(str(folder / SOCKET))
        self._listening.listen()
        self._thread = threading.Thread(target=self._pass_on, daemon=True)
        self._thread.start()

    @property
    def url(self) -> str:
        """Where the server is asked through it."""
        return f"postgresql://postgres@/postgres?host={quote(str(self._folder), safe='')}"

    def fall_silent(self) -> None:
        """Pass nothing on from now."""
        self._goes_on.clear()

    def go_on(self) -> None:
        """Pass on what was held back, and all that comes."""
        self._goes_on.set()

    def close(self) -> None:
        """End every connection."""
        self._is_over = True
        self.go_on()
        self._thread.join()

    def _pass_on(self) -> None:
        with selectors.DefaultSelector() as selector:
            selector.register(self._listening, selectors.EVENT_READ)
            while not self._is_over:
                self._goes_on.wait()
                for key, _events in selector.select(LOOKS_SECONDS):
                    if key.fileobj.fileno() < 0:  # type: ignore[union-attr]
                        continue  # its other end went with it
                    if key.fileobj is self._listening:
                        ends = self._listening.accept()[0], socket.socket(socket.AF_UNIX)
                        ends[1].connect(self._server)
                        for one, other in (ends, ends[::-1]):
                            selector.register(one, selectors.EVENT_READ, other)
                    else:
                        self._pass(selector, key.fileobj, key.data)  # type: ignore[arg-type]
            for key in [*selector.get_map().values()]:
                key.fileobj.close()  # type: ignore[union-attr]

    def _pass(
        self, selector: selectors.BaseSelector, source: socket.socket, target: socket.socket
    ) -> None:
        said = b""
        with suppress(OSError):
            said = source.recv(MOST)
            target.sendall(said)
        if not said:
            for one in (source, target):
                with suppress(KeyError):
                    selector.unregister(one)
                one.close()
