"""The nouns, handed on to the rooms that may not open the storage themselves."""

from storage.alerts import Alert as Alert
from storage.alerts import AlertId as AlertId
from storage.alerts import AlertState as AlertState
from storage.drafts import Ask as Ask
from storage.drafts import Photo as Photo
from storage.ledger import Entry as Entry
from storage.ledger import EntryId as EntryId
from storage.ledger import Line as Line
from storage.models import Act as Act
from storage.models import Button as Button
from storage.models import Counts as Counts
from storage.models import DeliveryId as DeliveryId
from storage.models import Firing as Firing
from storage.models import FollowupId as FollowupId
from storage.models import FollowupKind as FollowupKind
from storage.models import Group as Group
from storage.models import GroupId as GroupId
from storage.models import GroupState as GroupState
from storage.models import Job as Job
from storage.models import Officer as Officer
from storage.models import Parcel as Parcel
from storage.models import Push as Push
from storage.models import PushId as PushId
from storage.models import Role as Role
from storage.models import Slot as Slot
