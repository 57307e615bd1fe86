"""What happens to a document by no action (事件), as its history has it."""

from store.words import N_

EVENT_LABELS = {
    "import": N_("Import"),
    "reveal": N_("Personal data shown"),
    "propose-order": N_("An order proposed"),
    "know-shop": N_("Its shop is known now"),
    "parcel-back-elsewhere": N_("Its parcel came back for another order"),
    "parcel-not-back-elsewhere": N_("Its parcel did not come back for another order after all"),
    "parcel-arrived-elsewhere": N_("Its parcel was delivered for another order"),
    "next": N_("Given out as the next in turn"),
    "lapse-claim": N_("Nobody's again: nothing was done with it for 30 minutes"),
    "handover": N_("Handed over"),
    "undone": N_("Taken back"),
}
