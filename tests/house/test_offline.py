"""Holds the promise that nothing leaves this computer by itself: no network module, no web address."""

from __future__ import annotations

import re

import pytest

from tests.house.sources import Module, imports, modules, strings

NETWORK = {
    "socket", "ssl", "http", "urllib", "ftplib", "smtplib", "poplib", "imaplib", "telnetlib", "nntplib",
    "xmlrpc", "socketserver", "asyncio", "webbrowser", "requests", "httpx", "aiohttp", "urllib3",
    "websockets", "PySide6.QtNetwork", "PySide6.QtWebEngineCore", "PySide6.QtWebEngineWidgets",
    "PySide6.QtWebSockets",
    "PySide6.QtWebView", "PySide6.QtHttpServer",
}  # fmt: skip
PIPES = {"PySide6.QtNetwork.QLocalServer", "PySide6.QtNetwork.QLocalSocket"}
"""Pipes within this computer: by them a second window raises the first."""

_ADDRESS = re.compile(r"(?:https?|ftp)://[^\s\"'<>]*|\bwww\.\w[^\s\"'<>]*", re.IGNORECASE)
NAMESPACES = (
    "http://schemas.openxmlformats.org/",
    "http://schemas.microsoft.com/",
    "http://purl.oclc.org/ooxml/",
    "http://purl.org/dc/",
    "http://www.w3.org/",
)
"""Names of XML vocabularies inside workbooks and pictures; nobody ever calls them."""


def network_imports(module: Module) -> list[str]:
    """Imports of anything that speaks to other computers."""
    return [
        f"{module.name}:{line} {name}"
        for line, name in imports(module.tree)
        if name not in PIPES and any(name == banned or name.startswith(f"{banned}.") for banned in NETWORK)
    ]


def addresses(module: Module) -> list[str]:
    """Web addresses in strings, docstrings included."""
    return [
        f"{module.name}:{line} {address}"
        for line, words in strings(module.tree)
        for address in _ADDRESS.findall(words)
        if not address.startswith(NAMESPACES)
    ]


def test_no_module_speaks_to_other_computers():
    assert [hit for module in modules() for hit in network_imports(module)] == []


def test_no_string_holds_a_web_address():
    assert [hit for module in modules() for hit in addresses(module)] == []


@pytest.mark.parametrize(
    "broken",
    [
        "import socket",
        "import urllib.request",
        "from urllib import parse",
        "def f():\n    from http import client",
        "from PySide6.QtNetwork import QNetworkAccessManager",
        "import requests as r",
        "from asyncio import open_connection",
    ],
)
def test_the_guard_sees_a_network_module(broken: str):
    assert len(network_imports(Module("sample.py", broken))) == 1


def test_the_guard_sees_an_address_and_knows_a_namespace():
    assert addresses(Module("sample.py", 'a = "see https://example.org/x"')) != []
    assert addresses(Module("sample.py", 'a = f"http://{host}/"')) != []
    assert addresses(Module("sample.py", 'a = "www.example.org"')) != []
    assert (
        addresses(Module("sample.py", 'a = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"'))
        == []
    )
    assert network_imports(Module("sample.py", "from PySide6.QtNetwork import QLocalServer")) == []
