"""Which options of well-known programs mean the same, and which take a value.

One entry for a program, or for a subcommand of one, whose options add to the program's; indented lines go on with it.
`f=force`: -f is --force. A colon at the end: it takes a value. One letter alone has no long form, a word alone no
short one. `!one-dash`: long options are written with one hyphen (or two). `!any-order`: operands stand in any order.
From the manual pages of coreutils 9, git, docker, kubectl, terraform, npm, pip, curl and apt; only what commands that
someone may want to forbid need. An option that is not listed is one without a value, or with one: both are looked at.
"""

from __future__ import annotations

from functools import lru_cache
from typing import NamedTuple

_TABLE = """
rm: f=force r=recursive R=recursive d=dir i I v=verbose interactive one-file-system no-preserve-root
    preserve-root
mv: f=force i=interactive n=no-clobber u=update v=verbose b t=target-directory: S=suffix:
    T=no-target-directory
cp: f=force r=recursive R=recursive a=archive i=interactive n=no-clobber p u=update v=verbose d l=link
    s=symbolic-link t=target-directory: S=suffix: T=no-target-directory
ln: s=symbolic f=force n=no-dereference i=interactive v=verbose t=target-directory: S=suffix:
    T=no-target-directory
chmod: R=recursive f=silent c=changes v=verbose reference: quiet
chown: R=recursive f=silent c=changes v=verbose h=no-dereference reference: from: H L P
chgrp: R=recursive f=silent c=changes v=verbose h=no-dereference reference:
kill: s=signal: n: l=list L=table
pkill: f=full x=exact u=euid: U=uid: g=pgroup: t=terminal: n=newest o=oldest signal:
killall: e=exact g=process-group i=interactive q=quiet r=regexp s=signal: u=user: w=wait
shred: f=force n=iterations: s=size: u z=zero v=verbose x=exact
dd: !any-order
find: !any-order !one-dash
git: C: c: p=paginate P=no-pager git-dir: work-tree: namespace: config-env: super-prefix: attr-source:
    exec-path bare no-replace-objects literal-pathspecs no-optional-locks version help
git push: f=force d=delete n=dry-run u=set-upstream q=quiet v=verbose o=push-option: all branches mirror tags
    follow-tags prune force-with-lease force-if-includes no-verify atomic receive-pack: exec: repo: signed
git commit: a=all m=message: F=file: C=reuse-message: c=reedit-message: t=template: n=no-verify s=signoff
    q=quiet v=verbose e=edit p=patch o=only amend no-edit allow-empty author: date: fixup: squash: trailer:
git reset: q=quiet p=patch hard soft mixed merge keep
git clean: f=force d x X n=dry-run q=quiet i=interactive e=exclude:
git branch: D=delete+force d=delete M=move+force m=move C=copy+force c=copy f=force a=all r=remotes v=verbose
    q=quiet u=set-upstream-to: merged: contains:
git checkout: f=force q=quiet b: B: d=detach p=patch ours theirs orphan: t=track
git switch: f=force discard-changes q=quiet c=create: C=force-create: d=detach orphan:
git restore: s=source: S=staged W=worktree p=patch q=quiet
git tag: f=force d=delete a=annotate s=sign m=message: F=file: u=local-user: l=list v=verify
git rebase: i=interactive x=exec: onto: continue abort skip f=force-rebase s=strategy: X=strategy-option:
git merge: m=message: s=strategy: X=strategy-option: n abort no-verify no-edit no-ff ff-only squash
git stash: u=include-untracked a=all m=message: p=patch q=quiet
git worktree: f=force b: B: reason:
git remote: v=verbose f t: m:
git add: A=all u=update f=force n=dry-run v=verbose p=patch
git rm: r f=force n=dry-run q=quiet cached
git config: f=file: global system local unset unset-all add get list e=edit type:
git fetch: f=force p=prune t=tags a=append n q=quiet v=verbose all depth: j=jobs:
docker: H=host: D=debug c=context: l=log-level: config: tlscacert: tlscert: tlskey:
docker rm: f=force v=volumes l=link
docker rmi: f=force no-prune
docker run: d=detach i=interactive t=tty v=volume: e=env: p=publish: P=publish-all u=user: w=workdir:
    h=hostname: l=label: m=memory: name: network: net: entrypoint: privileged rm pid: cap-add: device: mount:
    security-opt: ipc: userns:
docker exec: d=detach i=interactive t=tty e=env: u=user: w=workdir: privileged env-file:
docker prune: f=force a=all filter: volumes
docker system: f=force a=all filter: volumes
docker volume: f=force a=all filter:
docker compose: f=file: p=project-name: profile: env-file: project-directory: v=volumes rmi:
docker push: a=all-tags q=quiet
kubectl: n=namespace: s=server: context: cluster: user: kubeconfig: as: as-group: token: v: request-timeout:
    certificate-authority:
kubectl delete: f=filename: k=kustomize: l=selector: A=all-namespaces R=recursive all force now cascade
    grace-period: field-selector: wait timeout: o=output:
kubectl apply: f=filename: k=kustomize: l=selector: R=recursive prune force server-side dry-run o=output:
terraform: !one-dash chdir: var: var-file: target: state: out: lock-timeout: parallelism: replace:
    auto-approve destroy force
npm: g=global f=force D=save-dev S=save E=save-exact w=workspace: C=prefix: s=silent y=yes registry: tag:
    access: otp: loglevel: dry-run
pip: q=quiet v=verbose proxy: timeout: python: cache-dir: log:
pip install: r=requirement: c=constraint: e=editable: i=index-url: f=find-links: t=target: U=upgrade
    extra-index-url: user pre root: prefix: no-deps force-reinstall break-system-packages
pip uninstall: y=yes r=requirement:
curl: X=request: d=data: F=form: H=header: o=output: O=remote-name u=user: A=user-agent: b=cookie:
    c=cookie-jar: e=referer: T=upload-file: K=config: x=proxy: m=max-time: w=write-out: E=cert: k=insecure
    L=location s=silent S=show-error f=fail v=verbose i=include I=head G=get data-binary: data-raw:
    data-urlencode: json: url: key: cacert: resolve: connect-timeout: retry: N=no-buffer
wget: O=output-document: o=output-file: P=directory-prefix: i=input-file: U=user-agent: q=quiet c=continue
    r=recursive N=timestamping header: post-data: post-file: method: body-data: no-check-certificate
apt: y=yes q=quiet o=option: t=target-release: f=fix-broken purge
apt-get: y=yes q=quiet o=option: t=target-release: f=fix-broken purge
systemctl: f=force H=host: M=machine: t=type: n=lines: p=property: s=signal: user now no-pager
gh: R=repo: hostname:
gh api: X=method: f=raw-field: F=field: H=header: q=jq: t=template: input:
aws: profile: region: output: endpoint-url: query: recursive force
gcloud: project: account: q=quiet format: zone: region:
heroku: a=app: r=remote: confirm:
helm: n=namespace: kube-context: kubeconfig:
psql: c=command: f=file: d=dbname: h=host: p=port: U=username: v=set: o=output:
cargo: manifest-path: color: config: Z:
make: C=directory: f=file: j k=keep-going n=just-print B=always-make
tar: f=file: C=directory: x=extract c=create v=verbose z=gzip
rsync: e=rsh: delete a=archive v=verbose z=compress r=recursive exclude: include: n=dry-run
chattr: R i
crontab: u: r e l i
iptables: F=flush X P: A: D: I: t: j: p: s: d:
"""
# A word that only groups subcommands, and subcommands with another name.
_GROUPS = {"docker": ("container",), "podman": ("container",)}
_SAME = {
    ("npm", "i"): "install", ("npm", "add"): "install", ("npm", "in"): "install", ("npm", "rm"): "uninstall",
    ("npm", "un"): "uninstall", ("npm", "remove"): "uninstall", ("npm", "r"): "uninstall", ("npm",
    "unlink"): "uninstall",
    ("kubectl", "del"): "delete", ("git", "stage"): "add", ("helm", "delete"): "uninstall", ("helm",
    "del"): "uninstall",
    ("helm", "un"): "uninstall",
}  # fmt: skip
_LIKE = {
    "podman": "docker",
    "nerdctl": "docker",
    "oc": "kubectl",
    "tofu": "terraform",
    "pnpm": "npm",
    "docker-compose": "docker compose",
}


# kubectl's short names of what people may want to keep. https://kubernetes.io/docs/reference/kubectl/
_RESOURCES = {
    "ns": "namespace", "namespaces": "namespace", "po": "pod", "pods": "pod", "deploy": "deployment",
    "deployments": "deployment", "svc": "service", "services": "service", "cm": "configmap", "configmaps": "configmap",
    "secrets": "secret", "sts": "statefulset", "statefulsets": "statefulset", "no": "node", "nodes": "node",
    "pvc": "persistentvolumeclaim", "pv": "persistentvolume", "crds": "crd", "ingresses": "ingress", "ing": "ingress",
}  # fmt: skip


class Options(NamedTuple):
    """What is known of a program's options. short: letter -> the names that it means. long: every long name.

    values: names that take a value. one_dash, any_order: as the table says.
    """

    short: dict[str, tuple[str, ...]]
    long: frozenset[str]
    values: frozenset[str]
    one_dash: bool = False
    any_order: bool = False


@lru_cache(maxsize=1)
def _lines() -> dict[str, list[str]]:
    table = {}
    for line in _TABLE.strip().replace("\n    ", " ").splitlines():
        name, _, options = line.partition(":")
        table[name] = options.split()
    return table


@lru_cache(maxsize=256)
def options_of(program: str, subcommand: str = "") -> Options:
    """What is known of this program, and of this subcommand of it."""
    like = _LIKE.get(program, program)
    written = [*_lines().get(like, ()), *_lines().get(f"{like} {subcommand}", ())]
    short: dict[str, tuple[str, ...]] = {}
    long: set[str] = set()
    values: set[str] = set()
    for each in (each for each in written if not each.startswith("!")):
        letter, equals, names = each.rstrip(":").partition("=")
        meant = tuple(names.split("+")) if equals else (letter,)
        if len(letter) == 1:
            short[letter] = meant
        long.update(name for name in meant if len(name) > 1)
        if each.endswith(":"):
            values.update(meant)
    return Options(short, frozenset(long), frozenset(values), "!one-dash" in written, "!any-order" in written)


def resource_named(program: str, word: str) -> tuple[str, ...]:
    """An operand of kubectl with the resource's whole name, and `ns/prod` as two; any other program's as it is."""
    if _LIKE.get(program, program) != "kubectl":
        return (word,)
    resource, slash, name = word.partition("/")
    named = _RESOURCES.get(resource, resource)
    if not slash:
        return (named,)
    return (named, name) if named in _RESOURCES.values() else (word,)


def subcommand_named(program: str, word: str) -> str | None:
    """The name that the table has for a subcommand; None for a word that only groups them."""
    if word in _GROUPS.get(program, ()):
        return None
    return _SAME.get((_LIKE.get(program, program), word), word)
