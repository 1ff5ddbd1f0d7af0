"""People, who may have no login; users, who have one; and the organizations they speak for."""

from functools import cached_property
from typing import Any

from django.conf import settings
from django.contrib.auth.base_user import AbstractBaseUser, BaseUserManager
from django.contrib.auth.models import PermissionsMixin
from django.core.validators import RegexValidator
from django.db import models
from django.db.models.functions import Lower
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from groups.permissions import Roles
from tracking.models import Tracked
from wco_tracker.lib.models import SHORT, Keyed, no_control_characters


class Person(Keyed, Tracked):
    """Somebody named in the work, with or without a login (the chair of 2014)."""

    name = models.CharField(_("name"), max_length=SHORT, validators=[no_control_characters])

    class Meta:
        verbose_name = _("person")
        verbose_name_plural = _("people")
        ordering = ["name", "pk"]

    def __str__(self) -> str:
        return self.name


class Organization(Keyed, Tracked):
    """A member administration, an international organization, a private sector body, a secretariat unit."""

    class Kind(models.TextChoices):
        MEMBER = "member", _("Member administration")
        INTERNATIONAL = "international", _("International organization")
        PRIVATE = "private", _("Private sector body")
        SECRETARIAT = "secretariat", _("Secretariat unit")
        UNKNOWN = "unknown", _("Not recorded")

    name = models.CharField(_("name"), max_length=SHORT, unique=True, validators=[no_control_characters])
    kind = models.CharField(_("kind"), max_length=15, choices=Kind, default=Kind.UNKNOWN)
    country = models.CharField(
        _("country (ISO 3166-1)"), max_length=2, blank=True, validators=[RegexValidator(r"^[A-Z]{2}\Z")]
    )
    region = models.CharField(_("WCO region"), max_length=60, blank=True)

    class Meta:
        verbose_name = _("organization")
        verbose_name_plural = _("organizations")
        ordering = ["name"]

    def __str__(self) -> str:
        return self.name


class UserManager(BaseUserManager["User"]):
    """Makes users, whose e-mail address is their login; each comes with its person, whose name every page shows."""

    def get_queryset(self) -> models.QuerySet["User"]:
        """With the person, in one statement."""
        return super().get_queryset().select_related("person")

    def create_user(self, email: str, password: str | None = None, **fields: Any) -> "User":
        """A user who can sign in; without a password, only after setting one by e-mail."""
        user = self.model(email=self.normalize_email(email).lower(), **fields)
        user.set_password(password)
        user.save(using=self._db)
        return user

    def create_superuser(self, email: str, password: str | None = None, **fields: Any) -> "User":
        """An administrator."""
        return self.create_user(email, password, is_staff=True, is_superuser=True, **fields)


class User(AbstractBaseUser, PermissionsMixin):
    """A login. It is deactivated when its owner leaves, never deleted."""

    email = models.EmailField(_("e-mail address"), unique=True)
    person = models.OneToOneField(Person, models.PROTECT, null=True, blank=True, verbose_name=_("person"))
    language = models.CharField(_("language"), max_length=5, choices=settings.LANGUAGES, default="en")
    time_zone = models.CharField(_("time zone"), max_length=60, default="UTC")
    is_staff = models.BooleanField(_("may open the administration"), default=False)
    is_active = models.BooleanField(_("active"), default=True)
    date_joined = models.DateTimeField(_("since"), default=timezone.now, editable=False)

    objects = UserManager()
    USERNAME_FIELD = EMAIL_FIELD = "email"
    REQUIRED_FIELDS = []

    class Meta:
        verbose_name = _("user")
        verbose_name_plural = _("users")
        ordering = ["email"]
        constraints = [models.UniqueConstraint(Lower("email"), name="an_address_is_one_login")]

    def __str__(self) -> str:
        return self.name

    @property
    def name(self) -> str:
        """The person's name, else the address."""
        return self.person.name if self.person_id and self.person else self.email

    @cached_property
    def roles(self) -> Roles:
        """Roles held today: one statement, once a request."""
        if self.person is None:
            return Roles()
        today = timezone.localdate()
        terms = self.person.memberships.order_by().values_list(
            "group_id", "organization_id", "role", "since", "until"
        )
        return Roles(
            [
                (group, organization, role)
                for group, organization, role, since, until in terms
                if (since or today) <= today <= (until or today)
            ]
        )
