"""Makes the tables and so many users, and prints a token for each.

Usage: python -m bench.bare.tokens NUMBER
"""

import sys

import django

django.setup()

from django.contrib.auth.models import User  # noqa: E402
from django.core.management import call_command  # noqa: E402
from rest_framework.authtoken.models import Token  # noqa: E402

call_command("migrate", verbosity=0)
call_command("migrate", run_syncdb=True, verbosity=0)  # ours has no migrations
for number in range(int(sys.argv[1])):
    user = User.objects.create(username=f"user-{number}")
    print(Token.objects.create(user=user).key)
