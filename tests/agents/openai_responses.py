"""OpenAI's Responses API, as much of it as Codex needs. https://platform.openai.com/docs/api-reference/responses"""

from __future__ import annotations

import json
from collections.abc import Mapping
from typing import Any

from tests.agents.scripted_model import Api, Step, events


def read_results(question: Mapping[str, Any]) -> list[str] | None:
    if "input" not in question:
        return None
    return [_text(item["output"]) for item in question["input"] if item.get("type", "").endswith("_call_output")]


def _text(output: Any) -> str:
    return output if isinstance(output, str) else "\n".join(part.get("text", "") for part in output)


def write(step: Step, number: int) -> bytes:
    response = {"id": f"resp_{number}", "object": "response", "status": "completed", "output": []}
    usage = {"input_tokens": 1, "output_tokens": 1, "total_tokens": 2}
    return events(
        {"type": "response.created", "response": response | {"status": "in_progress"}},
        {"type": "response.output_item.done", "output_index": 0, "item": _item(step, number)},
        {"type": "response.completed", "response": response | {"usage": usage}},
    )


def _item(step: Step, number: int) -> Mapping[str, Any]:
    """A tool that takes a text and no object is one of the "custom" ones."""
    if isinstance(step, str):
        return {"type": "message", "role": "assistant", "content": [{"type": "output_text", "text": step}]}
    call = {"id": f"item_{number}", "call_id": f"call_{number}", "name": step.tool}
    if isinstance(step.input, str):
        return call | {"type": "custom_tool_call", "input": step.input}
    return call | {"type": "function_call", "arguments": json.dumps(step.input)}


API = Api(read_results, write)
