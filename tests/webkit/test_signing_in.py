"""WebKit is what every browser of an iPhone is."""

from selenium.webdriver.common.by import By
from selenium.webdriver.support import expected_conditions as comes
from selenium.webdriver.support.wait import WebDriverWait

from tests.people import PASSWORD, make_patient
from tests.servers.web import WebServer
from tests.webkit.browser import PATIENCE, WebKit


def test_anna_signs_in_with_webkit_and_sees_three_buttons(web: WebServer, webkit: WebKit) -> None:
    anna = make_patient("Anna").user
    browser = webkit.driver
    browser.get(f"{web.origin}/sign-in/")
    browser.find_element(By.ID, "id_login").send_keys(anna.email)
    browser.find_element(By.ID, "id_password").send_keys(PASSWORD)
    browser.find_element(By.XPATH, "//button[normalize-space()='Sign in']").click()
    WebDriverWait(browser, PATIENCE).until(comes.presence_of_element_located((By.CLASS_NAME, "home-buttons")))

    buttons = browser.find_elements(By.CSS_SELECTOR, ".home-buttons button")
    assert [button.text for button in buttons][:2] == ["I fell", "Near fall"]
    assert buttons[2].text in ("No falls today", "No falls so far")
    assert all(button.is_displayed() for button in buttons)
