from tests.github_peer.fixtures import peer

__all__ = ["peer"]
