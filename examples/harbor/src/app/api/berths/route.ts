import { NextResponse } from "next/server";
import { prisma } from "@/lib/prisma";
import { getSession } from "@/lib/session";

const PAGE_SIZE = 50;

export async function GET(request: Request) {
  const session = await getSession();
  if (!session) {
    return NextResponse.json({ error: "Unauthorized" }, { status: 401 });
  }

  const pageToken = new URL(request.url).searchParams.get("pageToken");
  const items = await prisma.berth.findMany({
    where: { organizationId: session.organizationId },
    orderBy: { id: "asc" },
    take: PAGE_SIZE,
    ...(pageToken ? { cursor: { id: pageToken }, skip: 1 } : {}),
  });

  const nextPageToken = items.length === PAGE_SIZE ? items[items.length - 1].id : null;
  return NextResponse.json({ items, nextPageToken });
}

export async function POST(request: Request) {
  const session = await getSession();
  if (!session) {
    return NextResponse.json({ error: "Unauthorized" }, { status: 401 });
  }

  const body = await request.json();
  const berth = await prisma.berth.create({ data: body });
  return NextResponse.json(berth, { status: 201 });
}
