-- Realtime tables used by the berth map and the harbor chat.

create table public.berth_status (
  id uuid primary key default gen_random_uuid(),
  organization_id uuid not null,
  berth_label text not null,
  occupied boolean not null default false,
  updated_at timestamptz not null default now()
);

alter table public.berth_status enable row level security;

create policy "Members read their own berth status"
  on public.berth_status for select
  to authenticated
  using (organization_id = (auth.jwt() -> 'app_metadata' ->> 'organization_id')::uuid);

create policy "Members update their own berth status"
  on public.berth_status for update
  to authenticated
  using (organization_id = (auth.jwt() -> 'app_metadata' ->> 'organization_id')::uuid)
  with check (organization_id = (auth.jwt() -> 'app_metadata' ->> 'organization_id')::uuid);

-- Tide stations are the same for everyone.
create table public.tide_stations (
  id text primary key,
  name text not null,
  latitude double precision not null,
  longitude double precision not null
);

alter table public.tide_stations enable row level security;

create policy "Anyone can read tide stations"
  on public.tide_stations for select
  using (true);
