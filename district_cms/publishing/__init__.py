"""The publish gate: every path to live, answers, exceptions, evidence, the panel in the editor."""
