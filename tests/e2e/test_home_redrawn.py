"""Home draws itself anew when what waited is sent."""

import pytest

from tests.e2e.conftest import TakePhone
from tests.people import make_patient

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]


def test_home_counts_what_was_logged_without_a_network_as_soon_as_it_is_sent(take_phone: TakePhone) -> None:
    phone = take_phone()
    phone.sign_in(make_patient("Anna").user)
    phone.offline()
    phone.open("/log/")
    phone.tap(phone.button("Near fall"))
    phone.sees("Saved on this phone.")
    phone.offline(is_so=False)
    phone.open("/")
    phone.sees("1 near fall")
