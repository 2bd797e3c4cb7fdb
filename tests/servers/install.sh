#!/bin/bash
# Installs the git servers that tests/servers runs, on Debian and Ubuntu. Root, or sudo that does not ask, can do it.
# Whatever is there already stays as it is. Nothing that is installed here listens, now or after the next boot.
set -eu

export PATH="$PATH:/usr/sbin:/sbin"
packages=() units=()
needs() { command -v "$1" >/dev/null || { packages+=("$2"); units+=("${@:3}"); }; }
needs gitolite gitolite3
needs ssh-keygen openssh-client
needs sshd openssh-server ssh.service ssh.socket
needs nginx nginx-light nginx.service
needs fcgiwrap fcgiwrap fcgiwrap.service fcgiwrap.socket
needs htpasswd apache2-utils apache-htcacheclean.service
[ ${#packages[@]} -gt 0 ] || exit 0

# On a machine of one's own the tests of these servers are left out, and pytest says so; CI leaves nothing out.
fail() {
    echo "the tests of git servers lack programs; as root: apt-get install --no-install-recommends ${packages[*]}" >&2
    case "${CI:-}" in "" | 0 | false) exit 0 ;; *) exit 2 ;; esac
}
as_root=env
[ "$(id -u)" = 0 ] || { as_root="sudo -n env"; sudo -n true 2>/dev/null || fail; }

# Packages start their daemons, unless there is a policy against it. Containers often have one; it stays.
policy=/usr/sbin/policy-rc.d
if [ ! -e $policy ]; then
    trap '$as_root rm -f $policy' EXIT
    printf '#!/bin/sh\nexit 101\n' | $as_root install -m 755 /dev/stdin $policy
fi

echo "installing ${packages[*]}, which the tests of git servers run"
apt_get="$as_root DEBIAN_FRONTEND=noninteractive apt-get -qq -o DPkg::Lock::Timeout=300"
said=$({ $apt_get update && $apt_get install --yes --no-install-recommends "${packages[@]}"; } 2>&1) || {
    echo "$said" >&2
    fail
}
if command -v systemctl >/dev/null; then
    for unit in ${units[@]+"${units[@]}"}; do $as_root systemctl --quiet disable "$unit" 2>/dev/null || true; done
fi
