"""What the pages about the service say is true: names, values, commands, and what machines read."""

from __future__ import annotations

import configparser
import json
import os
import re
import shlex
import shutil
import subprocess
import sys
import tomllib
from pathlib import Path
from urllib.parse import parse_qsl, urlsplit

import pytest
import yaml
from markdown_it import MarkdownIt

from reviewbot.cli.main import overview_parser
from reviewbot.github.app import PERMISSIONS
from reviewbot.github.events import EVENTS
from reviewbot.server.settings import Settings
from tests.deploy.clones import PROJECT
from tests.github_peer.description import Exchange, wrong_request
from tests.github_peer.installed import missing
from tests.github_peer.wire import Answer, listening

DEPLOY = PROJECT / "deploy"
PAGES = [DEPLOY / name / "README.md" for name in ("github-app", "compose", "systemd")]
APP_PAGE = PAGES[0].read_text(encoding="utf-8")
UNIT = DEPLOY / "systemd" / "reviewbot.service"
DOCKERFILE = (PROJECT / "Dockerfile").read_text(encoding="utf-8")
COMPOSE = (DEPLOY / "compose" / "compose.yaml").read_text(encoding="utf-8")
SETTINGS = set(Settings.model_fields)
# GitHub sends these to every App, and lets nobody subscribe to them.
OF_EVERY_APP = {"installation", "installation_repositories"}
of_each_page = pytest.mark.parametrize("page", PAGES, ids=lambda page: page.parent.name)


def tokens(page):
    return MarkdownIt("commonmark").enable("table").parse(page.read_text(encoding="utf-8"))


def blocks(page, language):
    return [token.content for token in tokens(page) if token.type == "fence" and token.info == language]


def spans(page):
    return [child.content for token in tokens(page) for child in token.children or () if child.type == "code_inline"]


# Each page


@of_each_page
def test_every_command_parses(page):
    lines = [line for text in [*blocks(page, "sh"), *spans(page)] for line in text.splitlines()]
    commands = [
        found[0]
        for line in lines
        if (found := re.search(r"(?<![\w/.-])reviewbot (serve|worker|doctor|policy)\b.*", line))
    ]
    for command in commands:
        assert overview_parser().parse_args(shlex.split(command, comments=True)[1:])
    assert commands


@of_each_page
def test_every_block_is_read_by_a_shell(page):
    for block in blocks(page, "sh"):
        assert subprocess.run(["sh", "-n"], input=block.encode(), check=False).returncode == 0, block


def anchors(page):
    headings = re.findall(r"^#+ (.*)$", page.read_text(encoding="utf-8"), re.MULTILINE)
    return {re.sub(r"[^\w -]", "", heading.lower()).replace(" ", "-") for heading in headings}


@of_each_page
def test_every_link_leads_somewhere(page):
    links = [
        child.attrGet("href") for token in tokens(page) for child in token.children or () if child.type == "link_open"
    ]
    for link in links:
        path, _, anchor = link.partition("#")
        target = page.parent / path
        assert "://" in link or target.exists(), link
        assert not anchor or anchor in anchors(target), link


@of_each_page
def test_every_variable_is_a_setting(page):
    named = re.findall(r"REVIEWBOT_([A-Z_]+[A-Z])\b", page.read_text(encoding="utf-8"))
    assert {name.lower() for name in named} <= SETTINGS


@of_each_page
def test_every_line_of_settings_is_valid(page):
    texts = [*blocks(page, "toml"), *(span for span in spans(page) if re.match(r"\w+ = ", span))]
    for given in map(tomllib.loads, texts):
        key = {} if "private_key_file" in given else {"private_key": "x"}
        secrets = {} if "webhook_secret_files" in given else {"webhook_secrets": ["x"]}
        assert Settings(**{"app_id": 1, **key, **secrets, **given})


@of_each_page
def test_every_setting_that_is_named_exists(page):
    named = {span for span in spans(page) if re.fullmatch(r"[a-z]+(_[a-z]+)+", span)}
    known = SETTINGS | EVENTS | set(PERMISSIONS)
    assert named <= known


# The App


def link():
    """The link that the page's first block prints."""
    done = subprocess.run(["sh", "-e"], input=blocks(PAGES[0], "sh")[0], capture_output=True, text=True, check=True)
    return urlsplit(done.stdout.strip())


def test_the_link_asks_for_what_is_needed_and_no_more():
    assert (link().scheme, link().netloc, link().path) == (
        "https",
        "github.com",
        "/organizations/acme/settings/apps/new",
    )
    asked = parse_qsl(link().query, strict_parsing=True)
    events = [value for name, value in asked if name == "events[]"]
    assert set(events) == EVENTS - OF_EVERY_APP
    assert len(events) == len(set(events))
    others = {name: value for name, value in asked if name != "events[]"}
    assert {name: others.pop(name) for name in PERMISSIONS} == PERMISSIONS
    assert others == {
        "name": "reviewbot-acme",
        "public": "false",
        "url": "https://reviewbot.example.com",
        "webhook_active": "true",
        "webhook_url": "https://reviewbot.example.com/webhook",
    }


def test_the_table_of_permissions_is_what_is_needed():
    rows = re.findall(r"^\| `(\w+)` \| (\w+) \| .+ \|$", APP_PAGE, re.MULTILINE)
    assert dict(rows) == PERMISSIONS
    assert len(rows) == len(PERMISSIONS)


def test_the_events_are_those_that_are_acted_on():
    (line,) = re.findall(r"^Events: (.*?)\. ", APP_PAGE, re.MULTILINE | re.DOTALL)
    assert re.findall(r"`(\w+)`", line) == sorted(EVENTS - OF_EVERY_APP)


def ruleset():
    (block,) = blocks(PAGES[0], "json")
    return json.loads(block)


def test_the_ruleset_names_the_app():
    (check,) = ruleset()["rules"][0]["parameters"]["required_status_checks"]
    assert check == {"context": Settings.model_fields["check_name"].default, "integration_id": 12345}


def test_the_ruleset_is_one_that_github_takes():
    if why := missing():
        pytest.skip(why)
    sent = json.dumps(ruleset()).encode()
    headers = {"content-type": "application/json"}
    assert wrong_request(Exchange("POST", "/repos/acme/shop/rulesets", headers, sent)) == ""


# The image


def instructions():
    """(name, rest) of the Dockerfile, lines that go on put together."""
    text = re.sub(r"\\\n", " ", re.sub(r"^#.*\n", "", DOCKERFILE, flags=re.MULTILINE))
    return [(line.split()[0], line.partition(" ")[2].strip()) for line in text.splitlines() if line.strip()]


def test_every_instruction_is_known():
    known = ["FROM", "COPY", "RUN", "ENV", "USER", "VOLUME", "EXPOSE", "HEALTHCHECK", "ENTRYPOINT", "CMD"]
    assert [name for name, _ in instructions() if name not in known] == []


def copied_into(text):
    """What an image gets from the project."""
    lines = [line for line in text.splitlines() if line.startswith("COPY ") and "--from" not in line]
    return {word for line in lines for word in line.split()[1:-1]}


def test_the_image_holds_what_the_package_is_built_from():
    copied = copied_into(DOCKERFILE)
    assert [name for name in copied if not (PROJECT / name).exists()] == []
    project = tomllib.loads((PROJECT / "pyproject.toml").read_text())["project"]
    assert {project["readme"], *project["license-files"], "pyproject.toml", "reviewbot"} <= copied
    (extras,) = re.findall(r"reviewbot\[([\w,]+)\]", DOCKERFILE)
    assert set(extras.split(",")) <= set(project["optional-dependencies"])


def test_what_images_are_made_of_is_let_through():
    kept = [line[1:] for line in (PROJECT / ".dockerignore").read_text().splitlines() if line.startswith("!")]
    other = (DEPLOY / "git-servers" / "github-enterprise" / "Dockerfile").read_text()
    copied = copied_into(DOCKERFILE) | copied_into(other)
    assert [name for name in copied if not any(f"{name}/".startswith(f"{each}/") for each in kept)] == []


def test_nobody_is_root_in_it():
    last = [name for name, _ in instructions() if name in ("FROM", "USER")]
    assert last[-1] == "USER"
    (user,) = [rest for name, rest in instructions() if name == "USER"]
    assert re.fullmatch(r"[1-9]\d*:[1-9]\d*", user)
    assert f"--uid {user.partition(':')[0]}" in DOCKERFILE
    assert f"chown -R {user} secrets" in PAGES[1].read_text()


def test_what_it_keeps_is_where_the_settings_have_it():
    assert ("VOLUME", Settings.model_fields["data_folder"].default) in instructions()
    assert ("EXPOSE", str(Settings.model_fields["port"].default)) in instructions()


def test_its_variables_are_settings():
    named = re.findall(r"REVIEWBOT_([A-Z_]+)", DOCKERFILE + COMPOSE)
    assert {name.lower() for name in named} <= SETTINGS


@pytest.mark.parametrize(("status", "is_healthy"), [(200, True), (503, False), (404, False)])
def test_its_health_is_asked_for(status, is_healthy):
    (command,) = [json.loads(rest.partition("CMD ")[2]) for name, rest in instructions() if name == "HEALTHCHECK"]
    seen = []
    with listening(lambda exchange: seen.append(exchange.target) or Answer(status)) as port:
        environment = {**os.environ, "REVIEWBOT_PORT": str(port)}
        done = subprocess.run([sys.executable, *command[1:]], env=environment, capture_output=True, check=False)
    assert (done.returncode == 0) is is_healthy
    assert seen == ["/health"]


# Compose


def test_the_compose_file_is_whole():
    read = yaml.safe_load(COMPOSE)
    service = read["services"]["reviewbot"]
    assert (DEPLOY / "compose" / service["build"] / "Dockerfile").resolve() == PROJECT / "Dockerfile"
    assert set(service["secrets"]) == set(read["secrets"])
    for name, value in service["environment"].items():
        if name.endswith(("_FILE", "_FILES")):
            assert value.removeprefix("/run/secrets/") in read["secrets"]
    mounted = [volume.split(":") for each in read["services"].values() for volume in each["volumes"]]
    assert {name for name, *_ in mounted if not name.startswith(".")} == set(read["volumes"])
    assert [name for name, *_ in mounted if name.startswith(".") and not (DEPLOY / "compose" / name).exists()] == []
    assert ["data", Settings.model_fields["data_folder"].default] in mounted


def test_the_container_may_do_little():
    service = yaml.safe_load(COMPOSE)["services"]["reviewbot"]
    assert service["read_only"]
    assert service["cap_drop"] == ["ALL"]
    assert service["security_opt"] == ["no-new-privileges:true"]
    assert "privileged" not in service
    assert "user" not in service  # the image's


def test_what_is_asked_for_is_told_by_the_page():
    asked = set(re.findall(r"\$\{(\w+)", COMPOSE))
    assert asked == {name for name in asked if f"{name}=" in PAGES[1].read_text()}
    paths = [each["file"].removeprefix("./") for each in yaml.safe_load(COMPOSE)["secrets"].values()]
    assert [path for path in paths if path not in PAGES[1].read_text()] == []
    assert "deploy/compose/secrets/" in (PROJECT / ".gitignore").read_text()


def test_only_what_is_meant_for_outside_is_passed_on():
    text = (DEPLOY / "compose" / "Caddyfile").read_text()
    assert "path /webhook /health\n" in text
    assert f"reverse_proxy reviewbot:{Settings.model_fields['port'].default}" in text
    nginx = "".join(blocks(PAGES[2], "nginx"))
    assert re.findall(r"location (.*?) \{", nginx) == ["= /webhook", "= /health", "/"]


# systemd


def unit():
    parser = configparser.RawConfigParser(strict=False)
    parser.optionxform = str
    parser.read_string(UNIT.read_text())
    return parser["Service"]


def test_the_unit_starts_what_the_page_installs():
    program, *arguments = shlex.split(unit()["ExecStart"])
    assert overview_parser().parse_args(arguments).command == "serve"
    text = PAGES[2].read_text()
    assert f"python3 -m venv {Path(program).parents[1]}" in text
    assert arguments[-1] in text
    assert f"nologin {unit()['User']}\n" in text
    assert Settings.model_fields["data_folder"].default == f"/var/lib/{unit()['StateDirectory']}"


def test_systemd_understands_the_unit(tmp_path):
    """Where it is installed; elsewhere the tests above are all that is known."""
    analyze = shutil.which("systemd-analyze")
    if analyze:
        program = shlex.split(unit()["ExecStart"])[0]
        (tmp_path / UNIT.name).write_text(UNIT.read_text().replace(program, sys.executable))
        done = subprocess.run([analyze, "verify", tmp_path / UNIT.name], capture_output=True, text=True, check=False)
        assert (done.returncode, done.stderr) == (0, "")
