"""As in tests/storage: every test that opens a database runs on both engines."""

from tests.storage.conftest import engine as engine
from tests.storage.conftest import pytest_generate_tests as pytest_generate_tests
