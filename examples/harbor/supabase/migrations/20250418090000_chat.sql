-- Dock chat between staff and guests.

create table public.chat_messages (
  id uuid primary key default gen_random_uuid(),
  organization_id uuid not null,
  author_id uuid not null references auth.users (id),
  body text not null,
  created_at timestamptz not null default now()
);

create table public.guest_documents (
  id uuid primary key default gen_random_uuid(),
  organization_id uuid not null,
  booking_id text not null,
  storage_path text not null,
  uploaded_by uuid not null references auth.users (id)
);

alter table public.guest_documents enable row level security;

create policy "Authenticated users can manage documents"
  on public.guest_documents for all
  to authenticated
  using (true)
  with check (true);

create table public.waitlist_entries (
  id uuid primary key default gen_random_uuid(),
  organization_id uuid not null,
  email text not null,
  boat_length_meters numeric not null,
  created_at timestamptz not null default now()
);
