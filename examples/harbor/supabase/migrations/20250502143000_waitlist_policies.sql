-- Policies for the waitlist.

alter table public.waitlist_entries enable row level security;

create policy "Staff read the waitlist of their organization"
  on public.waitlist_entries for select
  to authenticated
  using (organization_id = (auth.jwt() -> 'app_metadata' ->> 'organization_id')::uuid);
