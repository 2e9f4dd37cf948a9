import pytest
from tests import make
from app.models.enums import Status
@pytest.mark.parametrize("state", list(Status))
def test_states(world, state):
    world.order(state)
def test_real(real_world):
    real_world.order("closed")
