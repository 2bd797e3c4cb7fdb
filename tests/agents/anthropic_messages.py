"""Anthropic's Messages API, as much of it as Claude Code needs. https://docs.anthropic.com/en/api/messages-streaming"""

from __future__ import annotations

import json
from collections.abc import Mapping
from typing import Any

from tests.agents.scripted_model import Api, Call, Step, events


def read_results(question: Mapping[str, Any]) -> list[str] | None:
    if not question.get("tools"):
        return None
    blocks = [block for message in question["messages"] for block in _blocks(message["content"])]
    return [_text(block["content"]) for block in blocks if block["type"] == "tool_result"]


def _blocks(content: Any) -> list[Any]:
    return [] if isinstance(content, str) else content


def _text(content: Any) -> str:
    return content if isinstance(content, str) else "\n".join(part.get("text", "") for part in content)


def write(step: Step, number: int) -> bytes:
    message = {"id": f"msg_{number}", "type": "message", "role": "assistant", "model": "scripted", "content": []}
    usage = {"input_tokens": 1, "output_tokens": 1}
    if isinstance(step, Call):
        block = {"type": "tool_use", "id": f"toolu_{number}", "name": step.tool, "input": {}}
        delta = {"type": "input_json_delta", "partial_json": json.dumps(step.input)}
    else:
        block, delta = {"type": "text", "text": ""}, {"type": "text_delta", "text": step}
    reason = "tool_use" if isinstance(step, Call) else "end_turn"
    return events(
        {"type": "message_start", "message": message | {"usage": usage}},
        {"type": "content_block_start", "index": 0, "content_block": block},
        {"type": "content_block_delta", "index": 0, "delta": delta},
        {"type": "content_block_stop", "index": 0},
        {"type": "message_delta", "delta": {"stop_reason": reason, "stop_sequence": None}, "usage": usage},
        {"type": "message_stop"},
    )


API = Api(read_results, write)
