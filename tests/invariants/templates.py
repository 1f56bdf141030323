"""An undefined variable in one of our templates fails the test that renders it.

Django prints nothing instead, so that a misspelt name is seen by nobody. Two uses of an absent name are
allowed, because they are how a component takes an optional parameter: ``{% if hint %}`` and
``{{ hint|default:… }}``, with a bare name. A dotted name that leads nowhere always fails. Templates of
libraries (allauth, Django's forms) are left alone: they rely on Django's silence.
"""

from pathlib import Path
from typing import Any

import pytest
from django.template import Context, VariableDoesNotExist
from django.template.base import FilterExpression, Variable
from django.template.defaultfilters import default, default_if_none
from django.template.defaulttags import TemplateLiteral

OURS = str(Path(__file__).resolve().parent.parent.parent / "src")


class StrictVariable(Variable):
    """A variable that fails the test when it is absent and nothing says that it may be."""

    expression: FilterExpression
    in_condition = False

    def resolve(self, context: Any) -> Any:
        try:
            return super().resolve(context)
        except VariableDoesNotExist as error:
            template = rendered_template(context)
            if template.startswith(OURS) and not self.may_be_absent():
                # pytest's failure is no ``Exception``: {% if %} answers False to those.
                pytest.fail(f"« {self.expression.token} » is undefined in {template}: {error}", pytrace=False)
            raise

    def may_be_absent(self) -> bool:
        """Say whether this is a bare name, asked for in a way that gives its absence a meaning."""
        filters = self.expression.filters
        given_a_default = bool(filters) and filters[0][0] in {default, default_if_none}
        return len(self.lookups) == 1 and (given_a_default or self.in_condition)


def rendered_template(context: Any) -> str:
    """Return the path of the template being rendered; empty outside of a file."""
    template = context.render_context.template if isinstance(context, Context) else None
    return str(template.origin.name) if template is not None else ""


def install() -> None:
    """Make the variables of expressions strict as templates are parsed."""
    parse = FilterExpression.__init__
    parse_condition = TemplateLiteral.__init__

    def strict_parse(self: FilterExpression, token: str, parser: Any) -> None:
        parse(self, token, parser)
        if type(self.var) is Variable:
            self.var = StrictVariable(self.var.var)
            self.var.expression = self

    def strict_parse_condition(self: TemplateLiteral, value: FilterExpression, text: str) -> None:
        parse_condition(self, value, text)
        if isinstance(value.var, StrictVariable):
            value.var.in_condition = True

    FilterExpression.__init__ = strict_parse
    TemplateLiteral.__init__ = strict_parse_condition
