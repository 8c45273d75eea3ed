import { Link } from "@/components/link";
import { cn } from "@/lib/utils";

const fecha = "4 de febrero de 2026";

export default function Privacidad() {
  return (
    <main className={cn("[&_p]:leading-7", "prose")}>
      <h1>Política de privacidad</h1>
      <p>Última actualización: {fecha}</p>
      <h2>Responsable del tratamiento</h2>
      <p>
        Puerto Claro S.L., calle de la Marina 3, 08003 Barcelona, <a href="mailto:datos@puerto-claro.net">datos@puerto-claro.net</a>.
      </p>
      <h2>Datos que recogemos</h2>
      <p>Recogemos su nombre, su correo electrónico, el nombre de la empresa si reserva para una, y el nombre de su barco.</p>
      <h2>Finalidad y base jurídica</h2>
      <p>Los utilizamos para gestionar su reserva; la base jurídica es la ejecución del contrato. No vendemos sus datos a terceros.</p>
      <h2>Conservación</h2>
      <p>Conservamos las facturas seis años y borramos el resto un año después de su última visita.</p>
      <h2>Sus derechos</h2>
      <p>
        Puede ejercer sus derechos de acceso, rectificación, supresión y oposición, y reclamar ante la Agencia Española de Protección de
        Datos. El servicio no se dirige a menores de catorce años. Más información en <Link href="/contacto">contacto</Link>.
      </p>
    </main>
  );
}
