"use server";

import { revalidatePath } from "next/cache";
import { requireMember } from "@/lib/member";
import { prisma } from "@/lib/prisma";

export async function createBooking(formData: FormData) {
  await requireMember();

  const organizationId = String(formData.get("organizationId"));
  const skipperEmail = String(formData.get("skipperEmail"));
  const skipperPhone = String(formData.get("skipperPhone") ?? "");
  const medicalNotes = String(formData.get("medicalNotes") ?? "");

  console.log("New booking request", { skipperEmail, skipperPhone, medicalNotes });

  await prisma.booking.create({
    data: {
      boatName: String(formData.get("boatName")),
      skipperName: String(formData.get("skipperName")),
      skipperEmail,
      skipperPhone,
      medicalNotes,
      arrival: new Date(String(formData.get("arrival"))),
      departure: new Date(String(formData.get("departure"))),
      berthId: String(formData.get("berthId")),
      organizationId,
    },
  });

  revalidatePath("/dashboard");
}

export async function cancelBooking(bookingId: string) {
  await requireMember();
  await prisma.booking.update({
    where: { id: bookingId },
    data: { status: "CANCELLED" },
  });
  revalidatePath("/dashboard");
}

export async function rescheduleBooking(bookingId: string, arrival: Date, departure: Date) {
  const member = await requireMember();
  await prisma.booking.updateMany({
    where: { id: bookingId, organizationId: member.organizationId },
    data: { arrival, departure },
  });
  revalidatePath("/dashboard");
}

export async function confirmBooking(bookingId: string) {
  const member = await requireMember();
  const booking = await prisma.booking.findFirst({
    where: { id: bookingId, organizationId: member.organizationId },
    select: { id: true },
  });
  if (!booking) throw new Error("Booking not found");

  await prisma.booking.update({
    where: { id: booking.id },
    data: { status: "CONFIRMED" },
  });
  console.log("Booking confirmed", booking.id);
  revalidatePath("/dashboard");
}
