# type: ignore
# ruff: noqa
"""Faults for semgrep and bandit to find. Nothing imports this."""

import pickle
import subprocess

import requests


def page_of(request, fall_id):
    Fall.objects.get(public_id=fall_id)
    get_object_or_404(Patient, public_id=fall_id)
    cursor.execute(f"SELECT * FROM falls WHERE id = {fall_id}")
    logger.info("sent", request.POST)
    requests.get(request.GET["address"])
    pickle.loads(request.body)
    subprocess.run(request.GET["command"], shell=True)
    return redirect(request.GET.get("next"))


@csrf_exempt
def write(request):
    pass
