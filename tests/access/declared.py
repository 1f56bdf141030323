"""What was decided of addresses, beside the role decorators that their views carry.

An address that a decorator restricts to roles is declared by it. The others are decided here, by name: public
(no account needed), open to any signed-in person, or read with a personal key. A new address appears in no
list and fails the test until someone decides.
"""

PUBLIC = frozenset(
    {
        # accounts: the way in
        "account_login",
        "account_request_login_code",
        "account_confirm_login_code",
        "mfa_authenticate",
        "mfa_login_webauthn",
        "account_logout",
        "account_signup",
        "account_inactive",
        "account_email_verification_sent",
        "account_confirm_email",
        "account_reset_password",
        "account_reset_password_done",
        "account_reset_password_from_key",
        "account_reset_password_from_key_done",
        "proconnect_login",
        "proconnect_callback",
        "socialaccount_login_cancelled",
        "accounts:invitation",
        # portal and interface
        "portal:home",
        "portal:page",
        "portal:logo",
        "ui:language",
        # « Planifier un ESSpresso avec mes fichiers »: open to all, each plan behind its own secret link
        "esspresso:start",
        "esspresso:example",
        "esspresso:example_file",
        "esspresso:plan",
        "esspresso:ask",
        "esspresso:progress",
        "esspresso:cancel",
        "esspresso:erase",
        "esspresso:agenda",
        "esspresso:agenda_file",
        "esspresso:file",
        # pictures of structures: a sheet that is not published keeps its own
        "organisations:picture",
        # offers and needs, as far as each visitor may read them
        "cards:list",
        "cards:card",
        # territories and communes
        "territories:list",
        "territories:territory",
        "territories:municipality",
        # démarches: one that is not published exists for its members alone
        "initiatives:list",
        "initiatives:sheet",
        "initiatives:document",
        "initiatives:charter",
        "initiatives:charter_version",
        # directory of structures
        "directory:list",
        "directory:embedded",
        "directory:printed",
        "directory:share",
        "directory:structure",
        "directory:claim",
        "directory:report",
        "directory:opendata",
        "directory:file",
        "directory:data_page",
        "directory:schema",
        "directory:changes",
        # « Trouver mon contact »: without account, without cookie
        "finder:find",
        "finder:suggestions",
        "finder:position",
        "finder:answer",
        "finder:answer_pdf",
        "finder:card",
        "finder:said",
        "finder:everyone",
        "finder:everyone_pdf",
        "finder:embed",
        "finder:frame",
        # events: no account is needed to come; a personal link opens one's own registration
        "events:list",
        "events:event",
        "events:event_ics",
        "events:register",
        "events:thanks",
        "events:mine",
        "events:code",
        "events:withdraw",
        "events:photos",
        "events:opinion",
        # what is kept of people, read from its declarations
        "privacy:register",
        # the open interface and open data
        "api:explained",
        "api:description",
        "api:nothing",
        "api:contact",
        "api:contacts",
        "api:subjects",
        "api:territories",
        "api:territory",
        "api:territory_contacts",
        "api:territory_contour",
        "api:communes",
        "api:commune",
        "api:commune_territories",
        "api:commune_contour",
        "api:search",
        "api:epci_list",
        "api:epci",
        "api:postcode",
        "opendata:explained",
        "opendata:file",
        "opendata:package",
        "opendata:schema",
        # the demonstration's mailbox, mounted in the demonstration alone
        "demo_mailbox:list",
        "demo_mailbox:letter",
        "demo_mailbox:formatted",
    }
)

SIGNED_IN = frozenset(
    {
        # structures: each person sees those that are published and their own; who keeps a sheet changes it
        "organisations:list",
        "organisations:sheet",
        "organisations:edit",
        "organisations:release",
        "organisations:members",
        "organisations:join",
        "organisations:answer",
        "organisations:end_membership",
        "organisations:hand_over",
        "organisations:add_picture",
        "organisations:remove_picture",
        "organisations:access",
        "organisations:add_part",
        "organisations:change_part",
        "organisations:remove_part",
        "cards:add",
        "cards:edit",
        "cards:state",
        # the contacts of the house: roles, never private people
        "contacts:list",
        "contacts:contact",
        # one's own account
        "accounts:me",
        "accounts:profile",
        "api_keys:list",
        "api_keys:revoke",
        "account_email",
        "account_change_password",
        "account_set_password",
        "account_reauthenticate",
        "mfa_reauthenticate",
        "mfa_reauthenticate_webauthn",
        "mfa_index",
        "mfa_activate_totp",
        "mfa_deactivate_totp",
        "mfa_view_recovery_codes",
        "mfa_generate_recovery_codes",
        "mfa_download_recovery_codes",
        "mfa_list_webauthn",
        "mfa_add_webauthn",
        "mfa_edit_webauthn",
        "mfa_remove_webauthn",
        "socialaccount_connections",
        "usersessions_list",
        # what awaits me
        "portal:today",
        # sheets that one asked for
        "directory:mine",
        "directory:prove",
        "directory:take",
        # one's own data
        "privacy:mine",
        "privacy:ask_copy",
        "privacy:download",
        "privacy:ask_erasure",
        "privacy:withdraw_erasure",
        # work asked for: its owner, or the coordination
        "jobs:job",
        "jobs:progress",
        "jobs:cancel",
        "jobs:retry",
    }
)

# Read with a personal key alone, signed in or not (tests/api holds who may with which key).
BY_KEY = frozenset({"api:key", "api:coverage", "api:history"})
