"""How the pages of a programme begin: each opens it for reading, editing or releasing."""

from groups.permissions import Permission
from groups.views.access import opens
from programmes.selectors.access import open_programme

for_reading = opens(open_programme)
for_signed_in = opens(open_programme, signed_in=True)
for_editing = opens(open_programme, Permission.EDIT_PROGRAMME)
for_releasing = opens(open_programme, Permission.RELEASE_PROGRESS)
