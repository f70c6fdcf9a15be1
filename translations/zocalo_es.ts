<?xml version="1.0" encoding="utf-8"?>
<!DOCTYPE TS>
<TS version="2.1" language="es" sourcelanguage="en">
<context>
    <name>QAbstractFileIconProvider</name>
    <message>
        <source>File</source>
        <translation>Archivo</translation>
    </message>
    <message>
        <source>File Folder</source>
        <translation>Carpeta</translation>
    </message>
    <message>
        <source>Folder</source>
        <translation>Carpeta</translation>
    </message>
    <message>
        <source>Drive</source>
        <translation>Unidad</translation>
    </message>
    <message>
        <source>Alias</source>
        <translation>Alias</translation>
    </message>
    <message>
        <source>Shortcut</source>
        <translation>Enlace</translation>
    </message>
    <message>
        <source>Unknown</source>
        <translation>Desconocido</translation>
    </message>
</context>
<context>
    <name>QFileDialog</name>
    <message>
        <source>File &amp;name:</source>
        <translation>&amp;Nombre:</translation>
    </message>
    <message>
        <source>Files of type:</source>
        <translation>Tipo:</translation>
    </message>
    <message>
        <source>Show &amp;hidden files</source>
        <translation>Mostrar los &amp;ocultos</translation>
    </message>
    <message>
        <source>%1
File not found.
Please verify the correct file name was given.</source>
        <translation>%1
No existe ese archivo.
Comprobar que su nombre es correcto.</translation>
    </message>
    <message>
        <source>%1
Directory not found.
Please verify the correct directory name was given.</source>
        <translation>%1
No existe esa carpeta.
Comprobar que su nombre es correcto.</translation>
    </message>
    <message>
        <source>%1 already exists.
Do you want to replace it?</source>
        <translation>%1 ya existe.
¿Reemplazarlo?</translation>
    </message>
    <message>
        <source>Go to the parent directory</source>
        <translation>Ir a la carpeta superior</translation>
    </message>
</context>
<context>
    <name>QFileSystemModel</name>
    <message>
        <source>Invalid filename</source>
        <translation>Nombre no válido</translation>
    </message>
</context>
<context>
    <name>zocalo::cli::Arguments</name>
    <message>
        <source>There is no command &quot;%1&quot;. &quot;zocalo --help&quot; lists them.</source>
        <translation>No existe el comando «%1». «zocalo --help» los enumera.</translation>
    </message>
    <message>
        <source>There is no command &quot;%1&quot;. Was &quot;%2&quot; meant?</source>
        <translation>No existe el comando «%1». ¿Quizá «%2»?</translation>
    </message>
    <message>
        <source>The option %1 wants a value.</source>
        <translation>La opción %1 requiere un valor.</translation>
    </message>
    <message>
        <source>The option %1 takes no value.</source>
        <translation>La opción %1 no admite ningún valor.</translation>
    </message>
    <message>
        <source>There is no option %1 here.</source>
        <translation>Aquí no existe la opción %1.</translation>
    </message>
    <message>
        <source>There is no option %1 here. Was --%2 meant?</source>
        <translation>Aquí no existe la opción %1. ¿Quizá --%2?</translation>
    </message>
    <message>
        <source>zocalo %1 wants to be told which lesson: an id (&quot;zocalo lessons&quot; lists them) or a file.</source>
        <translation>zocalo %1 requiere una lección: su id («zocalo lessons» las enumera) o un archivo.</translation>
    </message>
    <message>
        <source>&quot;%1&quot; is one word too many for zocalo %2.</source>
        <translation>«%1» está de más para zocalo %2.</translation>
    </message>
    <message>
        <source>--%1 is one of %2, not &quot;%3&quot;.</source>
        <translation>--%1 es uno de estos valores: %2, y no «%3».</translation>
    </message>
    <message>
        <source>--%1 is one of %2, not &quot;%3&quot;. Was &quot;%4&quot; meant?</source>
        <translation>--%1 es uno de estos valores: %2, y no «%3». ¿Quizá «%4»?</translation>
    </message>
    <message>
        <source>zocalo check wants one or more lesson files.</source>
        <translation>zocalo check requiere uno o más archivos de lección.</translation>
    </message>
    <message>
        <source>--clients is a number from 1 on, not &quot;%1&quot;.</source>
        <translation>--clients es un número a partir de 1, y no «%1».</translation>
    </message>
    <message>
        <source>zocalo lessons [--format text|jsonl] [--lang es|en]
Prints which lessons there are.
</source>
        <translation>zocalo lessons [--format text|jsonl] [--lang es|en]
Imprime qué lecciones hay.
</translation>
    </message>
    <message>
        <source>zocalo check FILE.toml…
Prints every fault of lesson files, with file:line:column. Exit status 1 if there is one.
</source>
        <translation>zocalo check ARCHIVO.toml…
Imprime cada error de los archivos de lección, con archivo:línea:columna. El estado de salida es 1 si hay alguno.
</translation>
    </message>
    <message>
        <source>zocalo doctor
Tries what zocalo needs on this machine, and prints what works and why not.
</source>
        <translation>zocalo doctor
Prueba lo que zocalo necesita en este equipo e imprime qué funciona, y por qué no.
</translation>
    </message>
    <message>
        <source>zocalo figure wants to be told where to write: -o FILE.png, .svg or .pdf.</source>
        <translation>zocalo figure requiere un archivo de salida: -o ARCHIVO.png, .svg o .pdf.</translation>
    </message>
    <message>
        <source>zocalo open wants to be told which recording: a file that ends in .zocalo.</source>
        <translation>zocalo open necesita saber qué grabación: un archivo que termina en .zocalo.</translation>
    </message>
    <message>
        <source>zocalo record wants to be told where to write: -o FILE.zocalo.</source>
        <translation>zocalo record necesita saber dónde escribir: -o ARCHIVO.zocalo.</translation>
    </message>
    <message>
        <source>zocalo %1 wants to be told which program, after the &quot;--&quot;.</source>
        <translation>zocalo %1 necesita saber qué programa, después de «--».</translation>
    </message>
    <message>
        <source>zocalo %1 takes a lesson or a program, not both: &quot;%2&quot; comes before the &quot;--&quot;.</source>
        <translation>zocalo %1 acepta una lección o un programa, no los dos: «%2» está antes de «--».</translation>
    </message>
    <message>
        <source>--set takes a switch of the lesson and its value, as in &quot;backlog=4&quot;; not &quot;%1&quot;.</source>
        <translation>--set lleva un interruptor de la lección y su valor, como en «backlog=4»; no «%1».</translation>
    </message>
    <message>
        <source>zocalo lesson ID|FILE.toml [--set SWITCH=VALUE]… [--lang es|en]
Opens the window on that lesson; --set changes it (backlog=4).
</source>
        <translation>zocalo lesson ID|ARCHIVO.toml [--set INTERRUPTOR=VALOR]… [--lang es|en]
Abre la ventana con esa lección; --set la cambia (backlog=4).
</translation>
    </message>
    <message>
        <source>--beside is for lessons and recordings: record the program first.</source>
        <translation>--beside es para lecciones y grabaciones: antes hay que grabar el programa.</translation>
    </message>
    <message>
        <source>--pcapng wants --laboratory: without it no segment is captured.</source>
        <translation>--pcapng necesita --laboratory: sin él no se captura ningún segmento.</translation>
    </message>
    <message>
        <source>--laboratory is for lessons: a program runs where it is started.</source>
        <translation>--laboratory es para lecciones: un programa se ejecuta donde se inicia.</translation>
    </message>
    <message>
        <source>zocalo compare A [B] [--format text|jsonl] [--clients N] [--kind twin|pair|tcp|udp] [--set SWITCH=VALUE]…
Prints in what two runs differ, call by call; PIDs, ports and cookies aside. A and B are lessons, which are run, or recordings (.zocalo). --clients and --set are B&apos;s; with them and no B, A is compared with itself as they change it. A twin alone: its TCP half with its UDP half.
Exit status, as diff&apos;s: 0 they are the same, 1 they differ, 2 trouble.
</source>
        <translation>zocalo compare A [B] [--format text|jsonl] [--clients N] [--kind twin|pair|tcp|udp] [--set INTERRUPTOR=VALOR]…
Imprime en qué difieren dos ejecuciones, llamada a llamada, salvo PID, puertos y cookies. A y B son lecciones, que se ejecutan, o grabaciones (.zocalo). --clients y --set son de B; con ellos y sin B, A se compara consigo misma así cambiada. Una lección con los dos protocolos, sola: su mitad TCP con su mitad UDP.
Estado de salida, como el de diff: 0 son iguales, 1 difieren, 2 problemas.
</translation>
    </message>
    <message>
        <source>zocalo record LESSON -o FILE.zocalo [--clients N] [--kind twin|pair|tcp|udp] [--set SWITCH=VALUE]…
              [--laboratory [--pcapng FILE.pcapng]]
zocalo record -o FILE.zocalo [--ptrace] -- PROGRAM ARGUMENT…
Runs a lesson or a program without a window and keeps it as a recording. The file grows while the run goes on; one that exists already is left as it is. A program keeps its terminal, and its exit status is passed on; with --ptrace it is watched by ptrace even if the tap can enter it: slower, and sees all. With --laboratory the lesson&apos;s processes run in user and network namespaces of their own, where every segment is captured; --pcapng keeps these in a file that Wireshark opens.
</source>
        <translation>zocalo record LECCIÓN -o ARCHIVO.zocalo [--clients N] [--kind twin|pair|tcp|udp] [--set INTERRUPTOR=VALOR]…
              [--laboratory [--pcapng ARCHIVO.pcapng]]
zocalo record -o ARCHIVO.zocalo [--ptrace] -- PROGRAMA ARGUMENTO…
Ejecuta una lección o un programa sin ventana y lo guarda como grabación. El archivo crece mientras dura la ejecución; uno que ya existe queda como está. Un programa conserva su terminal, y su estado de salida se transmite; con --ptrace se observa por ptrace aunque el tap pueda entrar en él: más lento, y lo ve todo. Con --laboratory los procesos de la lección se ejecutan en espacios de nombres de usuario y de red propios, donde se captura cada segmento; --pcapng los guarda en un archivo que Wireshark abre.
</translation>
    </message>
    <message>
        <source>zocalo open FILE.zocalo [OTHER.zocalo] [--lang es|en]
Opens the window on a recording; with another one beside it, in step.
</source>
        <translation>zocalo open ARCHIVO.zocalo [OTRO.zocalo] [--lang es|en]
Abre la ventana con una grabación; con otra a su lado, a la par.
</translation>
    </message>
    <message>
        <source>--free, --slow and --step exclude each other.</source>
        <translation>--free, --slow y --step se excluyen entre sí.</translation>
    </message>
    <message>
        <source>zocalo watch [--name N] [--free|--slow|--step] [--ptrace] -- PROGRAM ARGUMENT…
Runs a program in this terminal, as if zocalo were not there, and shows its sockets in the window that is open; opens one if there is none. Programs of several terminals meet in one picture.

  --name N                     what the program is called in the picture
  --step                       all programs of the picture are held at each call until the window lets them go on
  --slow                       they are held at each call for a moment
  --free                       they are not held
  --ptrace                     it is watched by ptrace, even if the tap can enter it: slower, and sees all
  --door PATH                  where the window is, seen from here (or ZOCALO_DOOR)
  --token TOKEN                what another user&apos;s window wants to see (or ZOCALO_TOKEN)
</source>
        <translation>zocalo watch [--name N] [--free|--slow|--step] [--ptrace] -- PROGRAMA ARGUMENTO…
Ejecuta un programa en esta terminal, como si zocalo no estuviera, y muestra sus sockets en la ventana abierta; abre una si no la hay. Los programas de varias terminales se encuentran en una misma figura.

  --name N                     cómo se llama el programa en la figura
  --step                       todos los programas de la figura se detienen en cada llamada hasta que la ventana los deja seguir
  --slow                       se detienen un momento en cada llamada
  --free                       no se detienen
  --ptrace                     se observa con ptrace, aunque el tap pueda entrar en él: más lento, y lo ve todo
  --door RUTA                  dónde está la ventana, vista desde aquí (o ZOCALO_DOOR)
  --token TOKEN                lo que pide la ventana de otro usuario (o ZOCALO_TOKEN)
</translation>
    </message>
    <message>
        <source>zocalo figure SOURCE -o FILE…
Runs a lesson or a program without a window, or reads a recording, and draws one step of it. SOURCE is a lesson&apos;s id, a lesson file, a recording (.zocalo), or at the end -- PROGRAM ARGUMENT…; FILE ends in .png, .svg or .pdf, and -o may be repeated.

  --step N|NAME|last           which step (otherwise the one that the lesson names)
  --beside OTHER|udp           another lesson or recording beside it, at the like of that step
                               (otherwise at their first difference); or, of a twin, the UDP
                               half beside the TCP half. --clients and --set are OTHER&apos;s
  --clients N                  how many clients
  --set SWITCH=VALUE           changes the lesson (backlog=4); may be repeated
  --kind twin|pair|tcp|udp     both protocols, one client and its server, or one
                               protocol
  --detail idea|mechanism|everything
                               which socket; also why; also code, kernel&apos;s table, timeline
  --states PROCESS[/FD]        instead: a socket&apos;s way through the states of TCP, as in &quot;tcp.A&quot;
                               or &quot;tcp.server/4&quot;
  --theme light|dark|notes|contrast
  --size WxH                   in pixels (otherwise 1920x1080)
  --stable                     PIDs and ports as the lesson names them, the same in every run
  --laboratory                 the processes run in namespaces of their own
  --editable-text              letters of an SVG stay letters (otherwise outlines)
  --ptrace                     a program is watched by ptrace, even if the tap can enter it
  --lang es|en                 language (otherwise the locale&apos;s)
</source>
        <translation>zocalo figure ORIGEN -o ARCHIVO…
Ejecuta una lección o un programa sin ventana, o lee una grabación, y dibuja uno de sus pasos. ORIGEN es el id de una lección, un archivo de lección, una grabación (.zocalo), o al final -- PROGRAMA ARGUMENTO…; ARCHIVO termina en .png, .svg o .pdf, y -o se puede repetir.

  --step N|NOMBRE|last         qué paso (si no, el que nombra la lección)
  --beside OTRO|udp            otra lección o grabación al lado, en el momento que corresponde
                               (si no, en su primera diferencia); o, si tiene los dos
                               protocolos, la mitad UDP junto a la mitad TCP. --clients y
                               --set son de OTRO
  --clients N                  cuántos clientes
  --set INTERRUPTOR=VALOR      cambia la lección (backlog=4); se puede repetir
  --kind twin|pair|tcp|udp     los dos protocolos, un cliente y su servidor, o un
                               protocolo
  --detail idea|mechanism|everything
                               qué socket; además por qué; además código, tabla del
                               kernel y línea de tiempo
  --states PROCESO[/FD]        en su lugar: el camino de un socket por los estados de TCP, como
                               &quot;tcp.A&quot; o &quot;tcp.server/4&quot;
  --theme light|dark|notes|contrast
  --size WxH                   en píxeles (si no, 1920x1080)
  --stable                     PID y puertos como los nombra la lección, iguales en cada ejecución
  --laboratory                 los procesos se ejecutan en espacios de nombres propios
  --editable-text              las letras de un SVG siguen siendo letras (si no, contornos)
  --ptrace                     el programa se observa por ptrace, aunque el tap pueda entrar en él
  --lang es|en                 idioma (si no, el de la configuración regional)
</translation>
    </message>
    <message>
        <source>  --no-lines                   the lines of a program&apos;s source that make the calls are not looked for
</source>
        <translation>  --no-lines                   no se buscan las líneas del código del programa que hacen las llamadas
</translation>
    </message>
    <message>
        <source>--states and --beside exclude each other.</source>
        <translation>--states y --beside se excluyen entre sí.</translation>
    </message>
    <message>
        <source>zocalo calls SOURCE [--format text|jsonl|csv] [--clients N] [--kind twin|pair|tcp|udp] [--set SWITCH=VALUE]… [--laboratory]
zocalo calls [--format text|jsonl|csv] [--ptrace] -- PROGRAM ARGUMENT…
Runs a lesson or a program, or reads a recording (.zocalo), and prints every recorded socket call; text reads like strace. What a program prints goes to standard error.
</source>
        <translation>zocalo calls ORIGEN [--format text|jsonl|csv] [--clients N] [--kind twin|pair|tcp|udp] [--set INTERRUPTOR=VALOR]… [--laboratory]
zocalo calls [--format text|jsonl|csv] [--ptrace] -- PROGRAMA ARGUMENTO…
Ejecuta una lección o un programa, o lee una grabación (.zocalo), y escribe cada llamada de sockets registrada; text se lee como strace. Lo que escribe un programa va al error estándar.
</translation>
    </message>
    <message>
        <source>zocalo landings SOURCE [--format text|jsonl] [--clients N] [--kind twin|pair|tcp|udp] [--set SWITCH=VALUE]… [--laboratory]
zocalo landings [--format text|jsonl] [--ptrace] -- PROGRAM ARGUMENT…
Runs a lesson or a program, or reads a recording (.zocalo), and prints, for every message, the socket that it landed in, by which rule, and which calls prove it. What a program prints goes to standard error.
</source>
        <translation>zocalo landings ORIGEN [--format text|jsonl] [--clients N] [--kind twin|pair|tcp|udp] [--set INTERRUPTOR=VALOR]… [--laboratory]
zocalo landings [--format text|jsonl] [--ptrace] -- PROGRAMA ARGUMENTO…
Ejecuta una lección o un programa, o lee una grabación (.zocalo), y escribe, para cada mensaje, el socket al que llegó, por qué regla, y qué llamadas lo prueban. Lo que escribe un programa va al error estándar.
</translation>
    </message>
    <message>
        <source>zocalo – which socket does a message land in, and why

  zocalo                       the window, on the first lesson
  zocalo lesson ID|FILE.toml   the window, on that lesson
  zocalo open FILE.zocalo      the window, on a recording; on two, side by side
  zocalo watch -- PROGRAM…     a program in this terminal, watched in the window
  zocalo lessons               which lessons there are
  zocalo record SOURCE -o FILE a run without a window, kept as .zocalo
  zocalo figure SOURCE -o FILE a picture, as .png, .svg or .pdf
  zocalo calls SOURCE          every recorded socket call
  zocalo landings SOURCE       every message, and where it landed
  zocalo compare A [B]         in what two runs differ
  zocalo check FILE.toml…      every fault of a lesson file
  zocalo doctor                what works on this machine

SOURCE is a lesson&apos;s id, a lesson file, a recording (.zocalo), or at the end
-- PROGRAM ARGUMENT…, which is run and watched.
  --lang es|en                 language (otherwise the locale&apos;s)
  --help, --version            also after a command

Exit status, but for compare, and for a program of yours, whose own record and watch give:
  0 done, 1 it could not be done, 2 wrong usage.
</source>
        <translation>zocalo: a qué socket llega un mensaje, y por qué

  zocalo                       la ventana, en la primera lección
  zocalo lesson ID|ARCHIVO.toml
                               la ventana, en esa lección
  zocalo open ARCHIVO.zocalo   la ventana, con una grabación; con dos, lado a lado
  zocalo watch -- PROGRAMA…    un programa en esta terminal, observado en la ventana
  zocalo lessons               qué lecciones hay
  zocalo record ORIGEN -o ARCHIVO
                               una ejecución sin ventana, guardada como .zocalo
  zocalo figure ORIGEN -o ARCHIVO
                               una imagen, .png, .svg o .pdf
  zocalo calls ORIGEN          cada llamada de socket registrada
  zocalo landings ORIGEN       cada mensaje, y adónde llegó
  zocalo compare A [B]         en qué difieren dos ejecuciones
  zocalo check ARCHIVO.toml…   cada error de un archivo de lección
  zocalo doctor                qué funciona en este equipo

ORIGEN es el id de una lección, un archivo de lección, una grabación (.zocalo), o
al final -- PROGRAMA ARGUMENTO…, que se ejecuta y se observa.
  --lang es|en                 idioma (si no, el de la configuración regional)
  --help, --version            también después de un comando

Estado de salida, salvo compare, y salvo el de un programa propio, que record y watch transmiten:
  0 hecho, 1 no se pudo hacer, 2 uso incorrecto.
</translation>
    </message>
    <message>
        <source>--%1 is for programs of one&apos;s own, which come after &quot;--&quot;: not for lessons and recordings.</source>
        <translation>--%1 es para programas propios, que van tras «--»: no para lecciones ni grabaciones.</translation>
    </message>
    <message>
        <source>zocalo %1 wants to be told which run: a lesson&apos;s id (&quot;zocalo lessons&quot; lists them) or file, or a recording (.zocalo).</source>
        <translation>zocalo %1 requiere una ejecución: el id («zocalo lessons» las enumera) o el archivo de una lección, o una grabación (.zocalo).</translation>
    </message>
</context>
<context>
    <name>zocalo::cli::Commands</name>
    <message>
        <source>Only %1 files may be open at once here, and a run needs %2. Raise the limit with &quot;ulimit -n 1024&quot; and start zocalo again.</source>
        <translation>Aquí solo se pueden abrir %1 archivos a la vez, y una ejecución necesita %2. Subir el límite con «ulimit -n 1024» e iniciar zocalo de nuevo.</translation>
    </message>
    <message numerus="yes">
        <source>%1 (and %n more: &quot;zocalo check&quot; lists all)</source>
        <translation>
            <numerusform>%1 (y %n más: «zocalo check» los enumera todos)</numerusform>
            <numerusform>%1 (y %n más: «zocalo check» los enumera todos)</numerusform>
        </translation>
    </message>
    <message>
        <source>The lesson files have faults.</source>
        <translation>Los archivos de lección tienen errores.</translation>
    </message>
    <message>
        <source>A process was started and its calls were recorded.</source>
        <translation>Se inició un proceso y se registraron sus llamadas.</translation>
    </message>
    <message>
        <source>The kernel&apos;s socket table can be read over netlink.</source>
        <translation>La tabla de sockets del kernel se puede leer por netlink.</translation>
    </message>
    <message>
        <source>The kernel&apos;s socket table cannot be read (%1): no lesson can be run.</source>
        <translation>La tabla de sockets del kernel no se puede leer (%1): no se puede ejecutar ninguna lección.</translation>
    </message>
    <message>
        <source>Found: %1. This version does not make use of it.</source>
        <translation>Encontrado: %1. Esta versión no lo usa.</translation>
    </message>
    <message>
        <source>Not installed. This version does not need it.</source>
        <translation>No está instalado. Esta versión no lo necesita.</translation>
    </message>
    <message>
        <source>A figure is written as %1: &quot;%2&quot; has another ending.</source>
        <translation>Una figura se escribe como %1: «%2» tiene otra terminación.</translation>
    </message>
    <message>
        <source>--size is WxH in pixels, each from %1 to %2, not &quot;%3&quot;.</source>
        <translation>--size es WxH en píxeles, cada valor de %1 a %2, y no «%3».</translation>
    </message>
    <message>
        <source>--clients is for lessons that are run: a recording has the clients that it has.</source>
        <translation>--clients es para lecciones que se ejecutan: una grabación tiene los clientes que tiene.</translation>
    </message>
    <message>
        <source>zocalo record writes one file: give -o once.</source>
        <translation>zocalo record escribe un solo archivo: hace falta una sola opción -o.</translation>
    </message>
    <message>
        <source>A recording is written as .zocalo: &quot;%1&quot; has another ending.</source>
        <translation>Una grabación se escribe como .zocalo: &quot;%1&quot; termina de otro modo.</translation>
    </message>
    <message>
        <source>--clients is for lessons: a program has the clients that it has.</source>
        <translation>--clients es para lecciones: un programa tiene los clientes que tiene.</translation>
    </message>
    <message>
        <source>The window did not open. &quot;zocalo&quot; alone tells why.</source>
        <translation>La ventana no se abrió. «zocalo» a solas dice por qué.</translation>
    </message>
    <message>
        <source>The window that is open cannot watch a program. Close it, and try again.</source>
        <translation>La ventana abierta no puede observar un programa. Cerrarla e intentar de nuevo.</translation>
    </message>
    <message>
        <source>--set is for lessons that are run: a recording is as it was.</source>
        <translation>--set es para lecciones que se ejecutan: una grabación es como fue.</translation>
    </message>
    <message>
        <source>The lesson &quot;%1&quot; is of the kind %2, and cannot be shown as %3.</source>
        <translation>La lección «%1» es del tipo %2 y no se puede mostrar como %3.</translation>
    </message>
    <message numerus="yes">
        <source>The lesson &quot;%1&quot; is for at most %n clients.</source>
        <translation>
            <numerusform>La lección «%1» es para %n cliente como máximo.</numerusform>
            <numerusform>La lección «%1» es para %n clientes como máximo.</numerusform>
        </translation>
    </message>
    <message>
        <source>--set is for lessons: a program has no switches.</source>
        <translation>--set es para lecciones: un programa no tiene interruptores.</translation>
    </message>
    <message>
        <source>&quot;%1&quot; has not both protocols, whose halves could be compared: name another run to compare it with.</source>
        <translation>«%1» no tiene los dos protocolos, cuyas mitades se compararían: indicar otra ejecución con la que compararla.</translation>
    </message>
    <message>
        <source>Step %1 | %2 · %3</source>
        <extracomment>the numbers of a step of the one run and of the other, and what differs there</extracomment>
        <translation>Paso %1 | %2 · %3</translation>
    </message>
    <message numerus="yes">
        <source>There are more differences: these are the first %n.</source>
        <translation>
            <numerusform>Hay más diferencias: esta es la primera.</numerusform>
            <numerusform>Hay más diferencias: estas son las primeras %n.</numerusform>
        </translation>
    </message>
    <message>
        <source>The kernel tells how many bytes went over a connection.</source>
        <translation>El kernel dice cuántos bytes pasaron por una conexión.</translation>
    </message>
    <message>
        <source>The kernel does not tell how many bytes went over a connection (%1): bytes by unobserved calls cannot be noticed.</source>
        <translation>El kernel no dice cuántos bytes pasaron por una conexión (%1): los bytes de llamadas no observadas no se pueden advertir.</translation>
    </message>
    <message>
        <source>The kernel tells when it frees a socket.</source>
        <translation>El kernel avisa cuando libera un socket.</translation>
    </message>
    <message>
        <source>The kernel does not tell when it frees a socket (%1): closes that nobody calls are seen later, in the table alone.</source>
        <translation>El kernel no avisa cuando libera un socket (%1): los cierres que nadie llama se ven más tarde, solo en la tabla.</translation>
    </message>
    <message>
        <source>A child process can be traced: programs that the tap cannot enter are watched so.</source>
        <translation>Un proceso hijo se puede trazar: así se observan los programas en los que el tap no puede entrar.</translation>
    </message>
    <message>
        <source>A child process cannot be traced (%1): programs that the tap cannot enter run unobserved.</source>
        <translation>Un proceso hijo no se puede trazar (%1): los programas en los que el tap no puede entrar se ejecutan sin observar.</translation>
    </message>
    <message>
        <source>Two hosts were made in namespaces of their own: --laboratory works.</source>
        <translation>Se crearon dos hosts en espacios de nombres propios: --laboratory funciona.</translation>
    </message>
    <message>
        <source>--laboratory is for lessons that are run: a recording has the segments that it has.</source>
        <translation>--laboratory es para lecciones que se ejecutan: una grabación tiene los segmentos que tiene.</translation>
    </message>
    <message>
        <source>There is no open window at %1.</source>
        <translation>No hay ninguna ventana abierta en %1.</translation>
    </message>
    <message>
        <source>The window that is open is another user&apos;s, and wants to see its token: &quot;Run&quot;, &quot;Watched programs&quot;, &quot;From a container, or as another user&quot; tells it.</source>
        <translation>La ventana abierta es de otro usuario, y pide su token: lo dice &quot;Ejecución&quot;, &quot;Programas observados&quot;, &quot;Desde un contenedor, o como otro usuario&quot;.</translation>
    </message>
    <message>
        <source>At this step there is no socket &quot;%1&quot;: --states takes PROCESS or PROCESS/FD. The processes are: %2.</source>
        <translation>En este paso no hay ningún socket &quot;%1&quot;: --states acepta PROCESO o PROCESO/FD. Los procesos son: %2.</translation>
    </message>
    <message>
        <source>There is no %1 socket in this run: it cannot be shown as %2.</source>
        <extracomment>%1 is TCP or UDP, %2 what was asked for: tcp or udp</extracomment>
        <translation>En esta ejecución no hay ningún socket %1: no puede mostrarse como %2.</translation>
    </message>
    <message>
        <source>The recording was not brought to its end: the run may have gone on after what it has.</source>
        <translation>La grabación no llegó a cerrarse: la ejecución pudo continuar después de lo que contiene.</translation>
    </message>
    <message>
        <source>&quot;%1&quot; is the name of a recording, and a lesson is wanted here: an id (&quot;zocalo lessons&quot; lists them) or a file. &quot;zocalo open&quot; shows a recording.</source>
        <translation>«%1» es el nombre de una grabación, y aquí hace falta una lección: un id («zocalo lessons» las enumera) o un archivo. «zocalo open» muestra una grabación.</translation>
    </message>
    <message>
        <source>--kind is for lessons: how a program&apos;s run is shown is told when its recording is read.</source>
        <translation>--kind es para lecciones: cómo se muestra la ejecución de un programa se dice al leer su grabación.</translation>
    </message>
    <message>
        <source>One of the two has more than was compared: the other one was not seen to come so far.</source>
        <translation>Una de las dos tiene más de lo que se comparó: no se vio que la otra llegara hasta ahí.</translation>
    </message>
</context>
<context>
    <name>zocalo::figure::Articles</name>
    <message>
        <source>%1</source>
        <comment>with its article</comment>
        <extracomment>a process&apos;s part in a sentence, with its article: in Spanish &quot;el %1&quot;; in English it has none</extracomment>
        <translation>el %1</translation>
    </message>
    <message>
        <source>of %1</source>
        <extracomment>before a process&apos;s part, and the same with its article: in Spanish &quot;de %1&quot;, &quot;del %1&quot;; &quot;a %1&quot;, &quot;al %1&quot;</extracomment>
        <translation>de %1</translation>
    </message>
    <message>
        <source>of %1</source>
        <comment>with its article</comment>
        <translation>del %1</translation>
    </message>
    <message>
        <source>to %1</source>
        <translation>a %1</translation>
    </message>
    <message>
        <source>to %1</source>
        <comment>with its article</comment>
        <translation>al %1</translation>
    </message>
</context>
<context>
    <name>zocalo::figure::BesideWords</name>
    <message>
        <source>First difference · %1: %2</source>
        <extracomment>%1 a process and what of it differs, %2 how it is in this one of the two runs</extracomment>
        <translation>Primera diferencia · %1: %2</translation>
    </message>
    <message>
        <source>Difference %1 · %2: %3</source>
        <extracomment>%1 its number, %2 a process and what of it differs, %3 how it is in this one of the two runs</extracomment>
        <translation>Diferencia %1 · %2: %3</translation>
    </message>
    <message numerus="yes">
        <source> (and %n more here)</source>
        <translation>
            <numerusform> (y %n más aquí)</numerusform>
            <numerusform> (y %n más aquí)</numerusform>
        </translation>
    </message>
    <message>
        <source>Only this run has this moment.</source>
        <translation>Solo esta ejecución tiene este momento.</translation>
    </message>
    <message>
        <source>This run has not come so far yet.</source>
        <translation>Esta ejecución aún no ha llegado hasta ahí.</translation>
    </message>
    <message>
        <source>Stands still: this run has no such moment.</source>
        <translation>Se queda quieta: esta ejecución no tiene ese momento.</translation>
    </message>
    <message>
        <source>%1: %2</source>
        <extracomment>a switch of a lesson, and where it stands</extracomment>
        <translation>%1: %2</translation>
    </message>
    <message numerus="yes">
        <source>%n clients</source>
        <translation>
            <numerusform>%n cliente</numerusform>
            <numerusform>%n clientes</numerusform>
        </translation>
    </message>
    <message>
        <source>its TCP half</source>
        <translation>su mitad TCP</translation>
    </message>
    <message>
        <source>its UDP half</source>
        <translation>su mitad UDP</translation>
    </message>
    <message>
        <source>No differences: the calls came out the same, PIDs and ports aside.</source>
        <translation>Sin diferencias: las llamadas dieron lo mismo, salvo PID y puertos.</translation>
    </message>
    <message>
        <source>the first: %1</source>
        <extracomment>%1 a process and what of it differs</extracomment>
        <translation>la primera: %1</translation>
    </message>
    <message numerus="yes">
        <source>More than %n differences; %1</source>
        <translation>
            <numerusform>Más de %n diferencia; %1</numerusform>
            <numerusform>Más de %n diferencias; %1</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n differences; %1</source>
        <translation>
            <numerusform>%n diferencia; %1</numerusform>
            <numerusform>%n diferencias; %1</numerusform>
        </translation>
    </message>
    <message>
        <source>The other run has not come so far yet.</source>
        <translation>La otra ejecución aún no ha llegado hasta aquí.</translation>
    </message>
    <message>
        <source>Only this run has this moment so far.</source>
        <translation>Hasta ahora solo esta ejecución tiene este momento.</translation>
    </message>
    <message>
        <source>Stands still: this run has no such moment so far.</source>
        <translation>Se queda quieta: hasta ahora esta ejecución no tiene ese momento.</translation>
    </message>
    <message>
        <source>Only in the first run so far: %1.</source>
        <extracomment>%1 processes: &quot;Client C, Client D&quot;</extracomment>
        <translation>Hasta ahora, solo en la primera ejecución: %1.</translation>
    </message>
    <message>
        <source>Only in the second run so far: %1.</source>
        <extracomment>%1 processes: &quot;Client C, Client D&quot;</extracomment>
        <translation>Hasta ahora, solo en la segunda ejecución: %1.</translation>
    </message>
    <message>
        <source>No difference so far: the calls that both have made came out the same, PIDs and ports aside.</source>
        <translation>Sin diferencias por ahora: las llamadas que hicieron las dos dieron lo mismo, salvo PID y puertos.</translation>
    </message>
    <message>
        <source>The calls that both runs have came out the same, PIDs and ports aside; the rest is not compared.</source>
        <translation>Las llamadas que tienen las dos ejecuciones dieron lo mismo, salvo PID y puertos; lo demás no se compara.</translation>
    </message>
</context>
<context>
    <name>zocalo::figure::CallState</name>
    <message>
        <source>paused</source>
        <translation>en pausa</translation>
    </message>
    <message>
        <source>killed by signal %1</source>
        <translation>terminado por la señal %1</translation>
    </message>
    <message>
        <source>ended with exit status %1</source>
        <translation>terminó con el estado de salida %1</translation>
    </message>
    <message>
        <source>ended</source>
        <translation>terminó</translation>
    </message>
    <message>
        <source>asleep in %1</source>
        <translation>en espera dentro de %1</translation>
    </message>
    <message>
        <source>has called %1</source>
        <translation>ha llamado a %1</translation>
    </message>
    <message>
        <source>%1 has returned</source>
        <translation>%1 ha retornado</translation>
    </message>
    <message>
        <source>%1 failed: %2</source>
        <translation>%1 falló: %2</translation>
    </message>
    <message>
        <source>signal %1</source>
        <translation>señal %1</translation>
    </message>
    <message>
        <source>exit status %1</source>
        <translation>salida %1</translation>
    </message>
    <message>
        <source>paused just before %1</source>
        <translation>en pausa, justo antes de %1</translation>
    </message>
    <message>
        <source>%1 did not wait: %2</source>
        <translation>%1 no esperó: %2</translation>
    </message>
    <message>
        <source>ended; with which exit status is not known</source>
        <translation>terminó; no se sabe con qué estado de salida</translation>
    </message>
    <message>
        <source>not watched: its calls are not seen</source>
        <translation>no observado: sus llamadas no se ven</translation>
    </message>
    <message>
        <source>not watched</source>
        <translation>no observado</translation>
    </message>
    <message>
        <source>in no socket call</source>
        <translation>en ninguna llamada de sockets</translation>
    </message>
</context>
<context>
    <name>zocalo::figure::DifferenceMark</name>
    <message>
        <source>differs</source>
        <translation>difiere</translation>
    </message>
</context>
<context>
    <name>zocalo::figure::DifferenceWords</name>
    <message>
        <source>Step %1 · %2</source>
        <extracomment>the number of a step, and what differs at it</extracomment>
        <translation>Paso %1 · %2</translation>
    </message>
    <message>
        <source>state of fd %1</source>
        <translation>estado del fd %1</translation>
    </message>
    <message>
        <source>accept queue of fd %1</source>
        <translation>cola de aceptación del fd %1</translation>
    </message>
    <message>
        <source>unread bytes at fd %1</source>
        <translation>bytes sin leer en el fd %1</translation>
    </message>
    <message>
        <source>datagrams dropped at fd %1</source>
        <translation>datagramas descartados en el fd %1</translation>
    </message>
    <message>
        <source>message %1</source>
        <translation>mensaje %1</translation>
    </message>
    <message>
        <source>%1 · %2</source>
        <extracomment>a process, and what of it differs</extracomment>
        <translation>%1 · %2</translation>
    </message>
    <message>
        <source>no such call</source>
        <translation>no hay tal llamada</translation>
    </message>
    <message>
        <source>no such process</source>
        <translation>no existe ese proceso</translation>
    </message>
    <message numerus="yes">
        <source>made %n calls</source>
        <translation>
            <numerusform>hizo %n llamada</numerusform>
            <numerusform>hizo %n llamadas</numerusform>
        </translation>
    </message>
    <message>
        <source>waits in a receive queue</source>
        <translation>espera en una cola de recepción</translation>
    </message>
    <message>
        <source>partly received</source>
        <translation>recibido en parte</translation>
    </message>
    <message>
        <source>received</source>
        <translation>recibido</translation>
    </message>
    <message>
        <source>dropped: the queue was full</source>
        <translation>descartado: la cola estaba llena</translation>
    </message>
    <message>
        <source>discarded unread</source>
        <translation>descartado sin leer</translation>
    </message>
    <message>
        <source>not known</source>
        <translation>no se sabe</translation>
    </message>
    <message>
        <source>at least %1 (seen before this step)</source>
        <extracomment>a number that the kernel counts</extracomment>
        <translation>al menos %1 (visto antes de este paso)</translation>
    </message>
    <message>
        <source>was seen in a receive queue, and not read since</source>
        <translation>se vio en una cola de recepción, y no se ha leído desde entonces</translation>
    </message>
    <message>
        <source>refused, or not sent at all</source>
        <translation>rechazado, o ni siquiera enviado</translation>
    </message>
    <message numerus="yes">
        <source>%1 and %n more</source>
        <extracomment>%1 names of processes, %n how many there are besides</extracomment>
        <translation>
            <numerusform>%1 y %n más</numerusform>
            <numerusform>%1 y %n más</numerusform>
        </translation>
    </message>
    <message>
        <source>%1, in another order</source>
        <extracomment>a call that a process made before or after others of its calls</extracomment>
        <translation>%1, en otro orden</translation>
    </message>
    <message>
        <source>no such process so far</source>
        <translation>hasta ahora no existe ese proceso</translation>
    </message>
    <message>
        <source>no such call so far</source>
        <translation>hasta ahora no hay tal llamada</translation>
    </message>
</context>
<context>
    <name>zocalo::figure::Everything</name>
    <message>
        <source>in this run: %1</source>
        <translation>en esta ejecución: %1</translation>
    </message>
    <message>
        <source>Its calls so far, in Python</source>
        <translation>Sus llamadas hasta ahora, en Python</translation>
    </message>
    <message>
        <source>Code</source>
        <translation>Código</translation>
    </message>
    <message>
        <source>its calls so far, in Python</source>
        <translation>sus llamadas hasta ahora, en Python</translation>
    </message>
    <message>
        <source>as read at this step</source>
        <translation>de este paso</translation>
    </message>
    <message>
        <source>%1 has entered %2</source>
        <translation>%1 ha entrado en %2</translation>
    </message>
    <message>
        <source>%2 has returned to %1</source>
        <translation>%2 ha retornado a %1</translation>
    </message>
    <message>
        <source>%1 has ended</source>
        <translation>%1 ha terminado</translation>
    </message>
    <message>
        <source>Timeline</source>
        <translation>Línea de tiempo</translation>
    </message>
    <message>
        <source>step %1 of %2</source>
        <translation>paso %1 de %2</translation>
    </message>
    <message>
        <source>a call was entered</source>
        <translation>entrada en una llamada</translation>
    </message>
    <message>
        <source>a client&apos;s call returned</source>
        <translation>retorno a un cliente</translation>
    </message>
    <message>
        <source>the server&apos;s call returned</source>
        <translation>retorno al servidor</translation>
    </message>
    <message>
        <source>a process has ended</source>
        <translation>fin de un proceso</translation>
    </message>
    <message>
        <source>still to come</source>
        <translation>por venir</translation>
    </message>
    <message>
        <source>the first %1 bytes of %2 are known</source>
        <translation>se conocen los primeros %1 bytes de %2</translation>
    </message>
    <message>
        <source>read before</source>
        <translation>leída antes</translation>
    </message>
    <message>
        <source>not read</source>
        <translation>no leída</translation>
    </message>
    <message>
        <source>%1 has started</source>
        <translation>%1 ha empezado</translation>
    </message>
    <message>
        <source>a process has started</source>
        <translation>ha empezado un proceso</translation>
    </message>
    <message>
        <source>%1 is another program now (exec)</source>
        <translation>%1 es ahora otro programa (exec)</translation>
    </message>
</context>
<context>
    <name>zocalo::figure::FootNotes</name>
    <message>
        <source>watched until here: the programs go on, unobserved</source>
        <translation>observado hasta aquí: los programas siguen, sin ser observados</translation>
    </message>
</context>
<context>
    <name>zocalo::figure::Frame</name>
    <message>
        <source>still to go</source>
        <translation>pendiente</translation>
    </message>
    <message>
        <source>deduced, not observed</source>
        <translation>deducido, no observado</translation>
    </message>
    <message>
        <source>call made</source>
        <translation>llamada hecha</translation>
    </message>
    <message>
        <source>asleep in the call</source>
        <translation>en espera dentro de la llamada</translation>
    </message>
    <message>
        <source>socket without descriptor</source>
        <translation>socket sin descriptor</translation>
    </message>
    <message>
        <source>TCP socket</source>
        <translation>socket TCP</translation>
    </message>
    <message>
        <source>UDP socket</source>
        <translation>socket UDP</translation>
    </message>
    <message>
        <source>listening socket</source>
        <translation>socket de escucha</translation>
    </message>
    <message>
        <source>reply of the server</source>
        <translation>respuesta del servidor</translation>
    </message>
    <message>
        <source>path travelled</source>
        <translation>recorrido</translation>
    </message>
    <message>
        <source>user space / kernel boundary</source>
        <translation>espacio de usuario / kernel</translation>
    </message>
    <message>
        <source>a socket, still to go</source>
        <translation>un socket, pendiente</translation>
    </message>
    <message>
        <source>the message was here</source>
        <translation>el mensaje pasó por aquí</translation>
    </message>
    <message>
        <source>call observed</source>
        <translation>llamada observada</translation>
    </message>
    <message>
        <source>step deduced</source>
        <translation>paso deducido</translation>
    </message>
    <message>
        <source>dropped</source>
        <translation>descartado</translation>
    </message>
    <message>
        <source>not called yet: the process is paused</source>
        <translation>sin llamar aún: el proceso está en pausa</translation>
    </message>
    <message>
        <source>seen on the network</source>
        <translation>visto en la red</translation>
    </message>
    <message>
        <source>one socket of several processes</source>
        <translation>un socket de varios procesos</translation>
    </message>
</context>
<context>
    <name>zocalo::figure::HeadedFigure</name>
    <message>
        <source>%1: %2</source>
        <translation>%1: %2</translation>
    </message>
</context>
<context>
    <name>zocalo::figure::HostPlate</name>
    <message>
        <source>host %1</source>
        <translation>host %1</translation>
    </message>
    <message>
        <source>hosts %1: addresses of this one machine</source>
        <translation>hosts %1: direcciones de esta misma computadora</translation>
    </message>
    <message>
        <source>hosts %1: each a network namespace of its own</source>
        <translation>hosts %1: cada uno, un espacio de nombres de red</translation>
    </message>
</context>
<context>
    <name>zocalo::figure::Idea</name>
    <message>
        <source>PIDs and ports as the lesson names them</source>
        <translation>PID y puertos según la lección</translation>
    </message>
</context>
<context>
    <name>zocalo::figure::IdeaHalf</name>
    <message>
        <source>closed</source>
        <translation>cerrado</translation>
    </message>
    <message>
        <source>no port yet</source>
        <translation>aún sin puerto</translation>
    </message>
    <message>
        <source>local %1, no fixed remote</source>
        <translation>local %1, sin remota fija</translation>
    </message>
    <message>
        <source>local %1, remote %2</source>
        <translation>local %1, remota %2</translation>
    </message>
    <message>
        <source>application</source>
        <translation>aplicación</translation>
    </message>
    <message>
        <source>kernel: transport and network</source>
        <translation>kernel: transporte y red</translation>
    </message>
    <message>
        <source>socket of %1</source>
        <translation>socket de %1</translation>
    </message>
    <message>
        <source>receive queue of %1</source>
        <translation>cola de recepción de %1</translation>
    </message>
    <message>
        <source>way of %1, deduced</source>
        <translation>trayecto de %1, deducido</translation>
    </message>
    <message>
        <source>receive queue of the socket for %1</source>
        <translation>cola de recepción del socket para %1</translation>
    </message>
    <message>
        <source>its queue</source>
        <translation>su cola</translation>
    </message>
    <message>
        <source>socket for %1</source>
        <translation>socket para %1</translation>
    </message>
    <message>
        <source>accept() no. %1</source>
        <translation>accept() n.º %1</translation>
    </message>
    <message>
        <source>listening socket</source>
        <translation>socket de escucha</translation>
    </message>
    <message>
        <source>the server&apos;s socket</source>
        <translation>socket del servidor</translation>
    </message>
    <message>
        <source>only receives new connections</source>
        <translation>solo recibe conexiones nuevas</translation>
    </message>
    <message>
        <source>does not listen yet</source>
        <translation>aún no escucha</translation>
    </message>
    <message>
        <source>accept queue</source>
        <translation>cola de aceptación</translation>
    </message>
    <message numerus="yes">
        <source>%n connection(s) waiting</source>
        <translation>
            <numerusform>%n conexión en espera</numerusform>
            <numerusform>%n conexiones en espera</numerusform>
        </translation>
    </message>
    <message>
        <source>connection of %1, without a descriptor</source>
        <translation>conexión de %1, sin descriptor</translation>
    </message>
    <message>
        <source>one queue</source>
        <translation>una cola</translation>
    </message>
    <message>
        <source>the socket for all</source>
        <translation>socket para todos</translation>
    </message>
    <message>
        <source>gave the message and who sent it:</source>
        <translation>dio el mensaje y quién lo envió:</translation>
    </message>
    <message>
        <source>gave the message, not who sent it:</source>
        <translation>dio el mensaje, pero no quién lo envió:</translation>
    </message>
    <message>
        <source>last one read:</source>
        <translation>el último leído:</translation>
    </message>
    <message>
        <source>from %1</source>
        <translation>de %1</translation>
    </message>
    <message>
        <source>one for all senders</source>
        <translation>uno para todos los emisores</translation>
    </message>
    <message numerus="yes">
        <source>%n socket(s)</source>
        <translation>
            <numerusform>%n socket</numerusform>
            <numerusform>%n sockets</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n connected + 1 listening</source>
        <translation>
            <numerusform>%n conectado + 1 de escucha</numerusform>
            <numerusform>%n conectados + 1 de escucha</numerusform>
        </translation>
    </message>
    <message>
        <source>end of file read</source>
        <translation>fin de archivo leído</translation>
    </message>
    <message>
        <source>before:</source>
        <translation>antes:</translation>
    </message>
    <message numerus="yes">
        <source>%n dropped</source>
        <translation>
            <numerusform>%n descartado</numerusform>
            <numerusform>%n descartados</numerusform>
        </translation>
    </message>
    <message>
        <source>deduced: the way through here
observed: calls and the kernel&apos;s table</source>
        <translation>deducido: el trayecto por aquí
observado: llamadas y tabla del kernel</translation>
    </message>
    <message>
        <source>received</source>
        <translation>recibió</translation>
    </message>
    <message numerus="yes">
        <source>%n other client(s)</source>
        <translation>
            <numerusform>otro cliente</numerusform>
            <numerusform>otros %n clientes</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n client process(es)</source>
        <translation>
            <numerusform>%n proceso cliente</numerusform>
            <numerusform>%n procesos cliente</numerusform>
        </translation>
    </message>
    <message>
        <source>%1–%2</source>
        <extracomment>a group of clients: from number %1 to number %2</extracomment>
        <translation>%1–%2</translation>
    </message>
    <message>
        <source>sockets for %1 to %2</source>
        <translation>sockets de %1 a %2</translation>
    </message>
    <message>
        <source>socket for client %1</source>
        <translation>socket para el cliente %1</translation>
    </message>
    <message>
        <source>from client %1</source>
        <translation>del cliente %1</translation>
    </message>
    <message numerus="yes">
        <source>bytes wait at %n of them</source>
        <translation>
            <numerusform>hay bytes en espera en %n</numerusform>
            <numerusform>hay bytes en espera en %n</numerusform>
        </translation>
    </message>
    <message>
        <source>%1 = client %2, message %3</source>
        <extracomment>%1 is a message&apos;s name: &quot;32-1 = client 32, message 1&quot;</extracomment>
        <translation>%1 = cliente %2, mensaje %3</translation>
    </message>
    <message>
        <source>read</source>
        <translation>leído</translation>
    </message>
    <message>
        <source>each with its own queue</source>
        <translation>cada uno con su cola</translation>
    </message>
    <message>
        <source>%1 connected + %2 listening</source>
        <translation>%1 conectados + %2 de escucha</translation>
    </message>
    <message>
        <source>port %1 · %2</source>
        <extracomment>%1 is a number, %2 is &quot;PID 4100&quot;</extracomment>
        <translation>puerto %1 · %2</translation>
    </message>
    <message numerus="yes">
        <source>its queue: %n bytes</source>
        <translation>
            <numerusform>su cola: %n byte</numerusform>
            <numerusform>su cola: %n bytes</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n bytes</source>
        <translation>
            <numerusform>%n byte</numerusform>
            <numerusform>%n bytes</numerusform>
        </translation>
    </message>
    <message>
        <source>%1 with fd + %2 still without</source>
        <translation>%1 con fd + %2 aún sin fd</translation>
    </message>
    <message numerus="yes">
        <source>one for all senders, in %n process(es)</source>
        <translation>
            <numerusform>uno para todos los emisores, en %n proceso</numerusform>
            <numerusform>uno para todos los emisores, en %n procesos</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>deduced: the way through here
observed: calls, table, %n packets</source>
        <translation>
            <numerusform>deducido: el trayecto por aquí
visto: llamadas, tabla, %n paquete</numerusform>
            <numerusform>deducido: el trayecto por aquí
visto: llamadas, tabla, %n paquetes</numerusform>
        </translation>
    </message>
    <message>
        <source>no connection any more</source>
        <translation>ya sin conexión</translation>
    </message>
    <message numerus="yes">
        <source>%n of them without a connection</source>
        <translation>
            <numerusform>%n de ellos ya sin conexión</numerusform>
            <numerusform>%n de ellos ya sin conexión</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>only %1 of its %n bytes</source>
        <extracomment>of a datagram that did not fit: so many of its bytes were given</extracomment>
        <translation>
            <numerusform>solo %1 de su único byte</numerusform>
            <numerusform>solo %1 de sus %n bytes</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>zocalo::figure::KernelTable</name>
    <message numerus="yes">
        <source>%n datagrams dropped because the receive queue was full</source>
        <translation>
            <numerusform>%n datagrama descartado porque la cola de recepción estaba llena</numerusform>
            <numerusform>%n datagramas descartados porque la cola de recepción estaba llena</numerusform>
        </translation>
    </message>
    <message>
        <source>TCP drops nothing: it sends again</source>
        <translation>TCP no descarta nada: reenvía</translation>
    </message>
    <message>
        <source>any address of this host, port %1</source>
        <translation>cualquier dirección de este equipo, puerto %1</translation>
    </message>
    <message>
        <source>none: it is not connected</source>
        <translation>ninguna: no está conectado</translation>
    </message>
    <message>
        <source>the socket&apos;s cookie: its identity in the kernel (sk:%1 in ss)</source>
        <translation>la cookie del socket: su identidad en el kernel (sk:%1 en ss)</translation>
    </message>
    <message>
        <source>inode 0: no file, so no descriptor can mean it</source>
        <translation>inodo 0: sin archivo, así que ningún descriptor puede designarlo</translation>
    </message>
    <message>
        <source>inode %1 of its file</source>
        <translation>inodo %1 de su archivo</translation>
    </message>
    <message>
        <source>no descriptor yet: it waits for accept()</source>
        <translation>aún sin descriptor: espera a accept()</translation>
    </message>
    <message>
        <source>no descriptor any more: the kernel keeps it by itself</source>
        <translation>ya sin descriptor: el kernel lo mantiene por su cuenta</translation>
    </message>
    <message>
        <source>no process of this run</source>
        <translation>ningún proceso de esta ejecución</translation>
    </message>
    <message>
        <source>%1, PID %2, fd %3</source>
        <extracomment>%1 is a process (&quot;TCP server&quot;), %2 its PID, %3 the number of a descriptor</extracomment>
        <translation>%1, PID %2, fd %3</translation>
    </message>
    <message>
        <source>connected: it takes datagrams of its peer only</source>
        <translation>conectado: solo recibe datagramas del otro extremo</translation>
    </message>
    <message>
        <source>not connected: it takes datagrams of anybody</source>
        <translation>no conectado: recibe datagramas de cualquiera</translation>
    </message>
    <message>
        <source>it takes new connections, never data</source>
        <translation>recibe conexiones nuevas, nunca datos</translation>
    </message>
    <message>
        <source>connect() has asked for a connection, and nobody has answered yet</source>
        <translation>connect() ha pedido una conexión y nadie ha respondido aún</translation>
    </message>
    <message>
        <source>a connection was asked for, and the handshake is not finished</source>
        <translation>se ha pedido una conexión y el establecimiento no ha terminado</translation>
    </message>
    <message>
        <source>the handshake has made the connection, and accept() has not taken it</source>
        <translation>la conexión está establecida y accept() aún no la ha recogido</translation>
    </message>
    <message>
        <source>connected</source>
        <translation>conectado</translation>
    </message>
    <message>
        <source>the other end has closed, this one has not</source>
        <translation>el otro extremo ha cerrado, este no</translation>
    </message>
    <message>
        <source>both ends have closed, and the last acknowledgement is missing</source>
        <translation>ambos extremos han cerrado y falta el último acuse de recibo</translation>
    </message>
    <message>
        <source>this end has closed, and its FIN is not acknowledged yet</source>
        <translation>este extremo ha cerrado y su FIN aún no tiene acuse de recibo</translation>
    </message>
    <message>
        <source>this end has closed, the other one has not</source>
        <translation>este extremo ha cerrado, el otro no</translation>
    </message>
    <message>
        <source>both ends have closed at the same time</source>
        <translation>ambos extremos han cerrado a la vez</translation>
    </message>
    <message>
        <source>both ends have closed: the kernel keeps the addresses for a while, so that late segments reach no new connection</source>
        <translation>ambos extremos han cerrado: el kernel retiene las direcciones un tiempo para que los segmentos retrasados no lleguen a una conexión nueva</translation>
    </message>
    <message>
        <source>neither listening nor connected</source>
        <translation>ni a la escucha ni conectado</translation>
    </message>
    <message numerus="yes">
        <source>%n connections wait for accept()</source>
        <translation>
            <numerusform>%n conexión espera a accept()</numerusform>
            <numerusform>%n conexiones esperan a accept()</numerusform>
        </translation>
    </message>
    <message>
        <source>%1 bytes of the kernel&apos;s memory for datagrams not read yet: more than their content</source>
        <translation>%1 bytes de memoria del kernel para datagramas aún no leídos: más que su contenido</translation>
    </message>
    <message numerus="yes">
        <source>%n bytes not read yet, and the end of the stream, which counts as one</source>
        <translation>
            <numerusform>%n byte aún no leído, y el final del flujo, que cuenta como uno</numerusform>
            <numerusform>%n bytes aún no leídos, y el final del flujo, que cuenta como uno</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n bytes not read yet</source>
        <translation>
            <numerusform>%n byte aún no leído</numerusform>
            <numerusform>%n bytes aún no leídos</numerusform>
        </translation>
    </message>
    <message>
        <source>backlog %1: so many may wait, and one more</source>
        <translation>backlog %1: pueden esperar tantas, y una más</translation>
    </message>
    <message>
        <source>UDP keeps nothing back: there is no send queue to speak of</source>
        <translation>UDP no retiene nada: en la práctica no hay cola de envío</translation>
    </message>
    <message numerus="yes">
        <source>%n bytes sent or to be sent, and not acknowledged</source>
        <translation>
            <numerusform>%n byte enviado o por enviar, sin acuse de recibo</numerusform>
            <numerusform>%n bytes enviados o por enviar, sin acuse de recibo</numerusform>
        </translation>
    </message>
    <message>
        <source>Kernel&apos;s socket table</source>
        <translation>Tabla de sockets del kernel</translation>
    </message>
    <message>
        <source>local</source>
        <translation>local</translation>
    </message>
    <message>
        <source>remote</source>
        <translation>remota</translation>
    </message>
    <message>
        <source>state</source>
        <translation>estado</translation>
    </message>
    <message>
        <source>dropped</source>
        <translation>descartados</translation>
    </message>
    <message>
        <source>cookie</source>
        <translation>cookie</translation>
    </message>
    <message>
        <source>inode</source>
        <translation>inodo</translation>
    </message>
    <message>
        <source>transport protocol</source>
        <translation>protocolo de transporte</translation>
    </message>
    <message>
        <source>process and descriptor</source>
        <translation>proceso y descriptor</translation>
    </message>
    <message>
        <source>local address and port</source>
        <translation>dirección y puerto locales</translation>
    </message>
    <message>
        <source>remote address and port</source>
        <translation>dirección y puerto remotos</translation>
    </message>
    <message>
        <source>UDP: datagrams dropped because the receive queue was full</source>
        <translation>UDP: datagramas descartados porque la cola de recepción estaba llena</translation>
    </message>
    <message>
        <source>the SYN, which counts as one, is not acknowledged</source>
        <translation>el SYN, que cuenta como uno, no tiene acuse de recibo</translation>
    </message>
    <message numerus="yes">
        <source>%n bytes not acknowledged, and the FIN, which counts as one</source>
        <translation>
            <numerusform>%n byte sin acuse de recibo, y el FIN, que cuenta como uno</numerusform>
            <numerusform>%n bytes sin acuse de recibo, y el FIN, que cuenta como uno</numerusform>
        </translation>
    </message>
    <message>
        <source>receive queue: of TCP the bytes not read yet, and one more for a FIN; of LISTEN the connections that wait for accept(); of UDP the kernel&apos;s memory</source>
        <translation>cola de recepción: en TCP, los bytes aún no leídos, y uno más por un FIN; en LISTEN, las conexiones que esperan a accept(); en UDP, la memoria del kernel</translation>
    </message>
    <message>
        <source>send queue: of TCP the bytes not acknowledged, and one more for a SYN or a FIN; of LISTEN the backlog</source>
        <translation>cola de envío: en TCP, los bytes sin acuse de recibo, y uno más por un SYN o un FIN; en LISTEN, el backlog</translation>
    </message>
    <message>
        <source>Recv-Q: TCP, bytes not read yet; LISTEN, accept queue; UDP, memory of the kernel. Send-Q: TCP, bytes not acknowledged; LISTEN, backlog. A SYN or a FIN counts as one.</source>
        <translation>Recv-Q: TCP, bytes sin leer; LISTEN, cola de aceptación; UDP, memoria del kernel. Send-Q: TCP, bytes sin acuse de recibo; LISTEN, backlog. Un SYN o un FIN cuenta como uno.</translation>
    </message>
    <message>
        <source>Recv-Q: TCP, bytes not read yet; LISTEN, accept queue; UDP, memory of the kernel. A FIN counts as one.</source>
        <translation>Recv-Q: TCP, bytes sin leer; LISTEN, cola de aceptación; UDP, memoria del kernel. Un FIN cuenta como uno.</translation>
    </message>
</context>
<context>
    <name>zocalo::figure::LeftOut</name>
    <message numerus="yes">
        <source>not drawn: %n more socket(s)</source>
        <translation>
            <numerusform>sin dibujar: un socket más</numerusform>
            <numerusform>sin dibujar: %n sockets más</numerusform>
        </translation>
    </message>
    <message>
        <source>%1 (%2)</source>
        <extracomment>%1 says how many sockets are not drawn, %2 is the only one&apos;s process and descriptor</extracomment>
        <translation>%1 (%2)</translation>
    </message>
</context>
<context>
    <name>zocalo::figure::Mechanism</name>
    <message>
        <source>PIDs and ports as the lesson names them</source>
        <translation>PID y puertos según la lección</translation>
    </message>
    <message>
        <source>the side panels need a larger picture</source>
        <translation>los paneles laterales necesitan una imagen mayor</translation>
    </message>
</context>
<context>
    <name>zocalo::figure::MechanismWords</name>
    <message>
        <source>application</source>
        <translation>aplicación</translation>
    </message>
    <message>
        <source>kernel: transport</source>
        <translation>kernel: transporte</translation>
    </message>
    <message>
        <source>kernel: network (IP)</source>
        <translation>kernel: red (IP)</translation>
    </message>
    <message>
        <source>loopback</source>
        <translation>loopback</translation>
    </message>
    <message>
        <source>all addresses: %1</source>
        <translation>todas las direcciones: %1</translation>
    </message>
    <message>
        <source>TCP demultiplexing</source>
        <translation>Demultiplexación TCP</translation>
    </message>
    <message>
        <source>UDP demultiplexing</source>
        <translation>Demultiplexación UDP</translation>
    </message>
    <message>
        <source>PID/fd</source>
        <translation>PID/fd</translation>
    </message>
    <message>
        <source>local (destination)</source>
        <translation>local (destino)</translation>
    </message>
    <message>
        <source>remote (source)</source>
        <translation>remota (origen)</translation>
    </message>
    <message>
        <source>1st: exact match of the 4-tuple</source>
        <translation>1.º coincidencia exacta de la 4-tupla</translation>
    </message>
    <message>
        <source>by destination address and port</source>
        <translation>por dirección y puerto de destino</translation>
    </message>
    <message>
        <source>The source is not looked at: whoever sends, it is this socket.</source>
        <translation>El origen no se mira: envíe quien envíe, es este socket.</translation>
    </message>
    <message>
        <source>none yet</source>
        <translation>ninguna todavía</translation>
    </message>
    <message>
        <source>no fd</source>
        <translation>sin fd</translation>
    </message>
    <message>
        <source>no fixed remote</source>
        <translation>sin remota fija</translation>
    </message>
    <message>
        <source>local %1</source>
        <translation>local %1</translation>
    </message>
    <message>
        <source>remote %1</source>
        <translation>remota %1</translation>
    </message>
    <message>
        <source>no address yet</source>
        <translation>todavía sin dirección</translation>
    </message>
    <message>
        <source>closed</source>
        <translation>cerrado</translation>
    </message>
    <message>
        <source>closed: %1</source>
        <translation>cerrado: %1</translation>
    </message>
    <message>
        <source>receive queue</source>
        <translation>cola de recepción</translation>
    </message>
    <message>
        <source>one receive queue for all senders</source>
        <translation>una cola de recepción para todos los emisores</translation>
    </message>
    <message numerus="yes">
        <source>receive queue: %n bytes</source>
        <translation>
            <numerusform>cola de recepción: %n byte</numerusform>
            <numerusform>cola de recepción: %n bytes</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n bytes</source>
        <translation>
            <numerusform>%n byte</numerusform>
            <numerusform>%n bytes</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n datagrams dropped</source>
        <translation>
            <numerusform>%n datagrama descartado</numerusform>
            <numerusform>%n datagramas descartados</numerusform>
        </translation>
    </message>
    <message>
        <source>accept queue: %1</source>
        <translation>cola de aceptación: %1</translation>
    </message>
    <message>
        <source>%1, no fd</source>
        <translation>%1, sin fd</translation>
    </message>
    <message>
        <source>listening socket</source>
        <translation>socket de escucha</translation>
    </message>
    <message>
        <source>only receives new connections</source>
        <translation>solo recibe conexiones nuevas</translation>
    </message>
    <message numerus="yes">
        <source>%n sockets share %1</source>
        <translation>
            <numerusform>%n socket usa %1</numerusform>
            <numerusform>%n sockets comparten %1</numerusform>
        </translation>
    </message>
    <message>
        <source>%1 connected + 1 listening</source>
        <translation>%1 de conexión + 1 de escucha</translation>
    </message>
    <message>
        <source>accept() puts the socket for %1 here, with a descriptor (fd)</source>
        <translation>accept() pone aquí el socket para %1, con un descriptor (fd)</translation>
    </message>
    <message>
        <source>deduced, not observed: on loopback it all happens inside %1</source>
        <translation>deducido, no observado: en loopback ocurre todo dentro de %1</translation>
    </message>
    <message>
        <source>observed: the calls and the kernel&apos;s socket table</source>
        <translation>observado: las llamadas y la tabla de sockets del kernel</translation>
    </message>
    <message>
        <source>from %1</source>
        <translation>de %1</translation>
    </message>
    <message numerus="yes">
        <source>%n sockets</source>
        <translation>
            <numerusform>%n socket</numerusform>
            <numerusform>%n sockets</numerusform>
        </translation>
    </message>
    <message>
        <source>UDP · %1 · %2</source>
        <extracomment>%1 &quot;1 socket&quot;, %2 &quot;3 datagrams in the queue&quot;</extracomment>
        <translation>UDP · %1 · %2</translation>
    </message>
    <message numerus="yes">
        <source>%n datagrams in the queue</source>
        <translation>
            <numerusform>%n datagrama en la cola</numerusform>
            <numerusform>%n datagramas en la cola</numerusform>
        </translation>
    </message>
    <message>
        <source>TCP · %1 · %2</source>
        <extracomment>%1 &quot;4 sockets&quot;, %2 &quot;9 bytes in their queues&quot;</extracomment>
        <translation>TCP · %1 · %2</translation>
    </message>
    <message numerus="yes">
        <source>%n bytes in their queues</source>
        <translation>
            <numerusform>%n byte en sus colas</numerusform>
            <numerusform>%n bytes en sus colas</numerusform>
        </translation>
    </message>
    <message>
        <source>addresses of the datagrams: %1</source>
        <translation>direcciones de los datagramas: %1</translation>
    </message>
    <message>
        <source>local</source>
        <translation>local</translation>
    </message>
    <message>
        <source>local and remote address and port, all four</source>
        <translation>dirección y puerto, local y remoto: los cuatro</translation>
    </message>
    <message>
        <source>2nd: the listening socket</source>
        <translation>2.º el socket de escucha</translation>
    </message>
    <message>
        <source>if there is none, and it is a new connection</source>
        <translation>si no la hay y es una conexión nueva</translation>
    </message>
    <message>
        <source>1 match among %1</source>
        <translation>1 entre %1 coincide</translation>
    </message>
    <message>
        <source>⋮ %1 more</source>
        <translation>⋮ %1 más</translation>
    </message>
    <message>
        <source>⋮ %1 more: %2</source>
        <extracomment>%2 is a list: &quot;⋮ 5 more: fd 4, 8–11&quot;</extracomment>
        <translation>⋮ %1 más: %2</translation>
    </message>
    <message>
        <source>%1 without fd</source>
        <translation>%1 sin fd</translation>
    </message>
    <message>
        <source>rows observed · choice deduced</source>
        <translation>filas observadas · elección deducida</translation>
    </message>
    <message>
        <source>fd: descriptor, numbered within each process</source>
        <translation>fd: descriptor, numerado en cada proceso</translation>
    </message>
    <message>
        <source>the kernel counts %1 bytes of its memory: %2 of data,
the rest is bookkeeping for each datagram</source>
        <extracomment>%2 is &quot;15 bytes&quot;</extracomment>
        <translation>el kernel cuenta %1 bytes de su memoria: %2 de datos;
el resto es su contabilidad de cada datagrama</translation>
    </message>
    <message>
        <source>payload</source>
        <translation>datos</translation>
    </message>
    <message>
        <source>sender&apos;s port</source>
        <translation>puerto del emisor</translation>
    </message>
    <message>
        <source>%1 connected (%2 still without fd)
+ 1 listening</source>
        <translation>%1 de conexión (%2 aún sin fd)
+ 1 de escucha</translation>
    </message>
    <message>
        <source>read: nothing yet</source>
        <translation>leído: nada aún</translation>
    </message>
    <message>
        <source>read: %1</source>
        <translation>leído: %1</translation>
    </message>
    <message>
        <source>last call: %1 (fd %2)</source>
        <translation>última: %1 (fd %2)</translation>
    </message>
    <message>
        <source>last call: %1</source>
        <extracomment>%1 is a call with its result: &quot;send() → 4 bytes&quot;</extracomment>
        <translation>última: %1</translation>
    </message>
    <message>
        <source>fd %1</source>
        <translation>fd %1</translation>
    </message>
    <message numerus="yes">
        <source>%n queues</source>
        <translation>
            <numerusform>%n cola</numerusform>
            <numerusform>%n colas</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n clients, each a process</source>
        <translation>
            <numerusform>%n cliente, un proceso</numerusform>
            <numerusform>%n clientes, un proceso cada uno</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n more sockets</source>
        <translation>
            <numerusform>%n socket más</numerusform>
            <numerusform>%n sockets más</numerusform>
        </translation>
    </message>
    <message>
        <source>one in each process</source>
        <translation>uno en cada proceso</translation>
    </message>
    <message>
        <source>one for each connection</source>
        <translation>uno por cada conexión</translation>
    </message>
    <message>
        <source>%1 B</source>
        <translation>%1 B</translation>
    </message>
    <message>
        <source>1 socket for all, at %1</source>
        <translation>1 socket para todos, en %1</translation>
    </message>
    <message>
        <source>the receive queue of this socket</source>
        <translation>la cola de recepción de este socket</translation>
    </message>
    <message numerus="yes">
        <source>1 of %n sockets, at %1</source>
        <translation>
            <numerusform>su socket, en %1</numerusform>
            <numerusform>1 de %n sockets, en %1</numerusform>
        </translation>
    </message>
    <message>
        <source>none any more</source>
        <translation>ya no hay ninguna</translation>
    </message>
    <message>
        <source>read: nothing</source>
        <translation>leído: nada</translation>
    </message>
    <message>
        <source>Each fits: the queue that grows shows which.</source>
        <translation>Sirve cualquiera: la cola que crece dice cuál.</translation>
    </message>
    <message>
        <source>deduced, not observed: the way within each host</source>
        <translation>deducido, no observado: el trayecto dentro de cada host</translation>
    </message>
    <message>
        <source>observed: the calls, the socket tables, and the segments between the hosts</source>
        <translation>observado: las llamadas, las tablas de sockets y los segmentos entre los hosts</translation>
    </message>
    <message>
        <source>bridge</source>
        <translation>puente</translation>
    </message>
    <message>
        <source>seen on the network, with this step</source>
        <translation>visto en la red, con este paso</translation>
    </message>
    <message numerus="yes">
        <source>and %n more</source>
        <translation>
            <numerusform>y %n más</numerusform>
            <numerusform>y %n más</numerusform>
        </translation>
    </message>
    <message>
        <source>deduced, not observed: the way within the kernel</source>
        <translation>deducido, no observado: el trayecto dentro del kernel</translation>
    </message>
    <message>
        <source>observed: the calls, the kernel&apos;s socket table, and the segments on the loopback</source>
        <translation>observado: las llamadas, la tabla de sockets del kernel y los segmentos en loopback</translation>
    </message>
    <message>
        <source>also seen on the network, with this step</source>
        <translation>visto también en la red, con este paso</translation>
    </message>
    <message>
        <source>seen here</source>
        <translation>visto aquí</translation>
    </message>
    <message>
        <source>retransmission</source>
        <translation>retransmisión</translation>
    </message>
    <message>
        <source>port unreachable</source>
        <translation>puerto inalcanzable</translation>
    </message>
    <message>
        <source>host unreachable</source>
        <translation>host inalcanzable</translation>
    </message>
    <message>
        <source>observed: the calls, the socket tables, and the packets between the hosts</source>
        <translation>observado: las llamadas, las tablas de sockets y los paquetes entre los hosts</translation>
    </message>
    <message>
        <source>observed: the calls, the kernel&apos;s socket table, and the packets on the loopback</source>
        <translation>observado: las llamadas, la tabla de sockets del kernel y los paquetes en loopback</translation>
    </message>
    <message>
        <source>read: %1, last: %2</source>
        <extracomment>%2 is a message&apos;s name: &quot;read: 7, last: H1&quot;, or &quot;read: 7, last: part of H1&quot;</extracomment>
        <translation>leído: %1, último: %2</translation>
    </message>
    <message>
        <source>part of %1</source>
        <translation>parte de %1</translation>
    </message>
    <message>
        <source>not observed</source>
        <translation>sin observar</translation>
    </message>
    <message>
        <source>receive queue: not observed</source>
        <translation>cola de recepción: no observada</translation>
    </message>
    <message>
        <source>accept queue: ?</source>
        <translation>cola de aceptación: ?</translation>
    </message>
    <message>
        <source>accept queue: ≥ %1</source>
        <translation>cola de aceptación: ≥ %1</translation>
    </message>
    <message numerus="yes">
        <source>read: %n bytes, unknown sends</source>
        <extracomment>of a socket: they were read, and nobody who is watched has sent them</extracomment>
        <translation>
            <numerusform>leído: %n byte, envío no visto</numerusform>
            <numerusform>leído: %n bytes, envíos no vistos</numerusform>
        </translation>
    </message>
    <message>
        <source>the kernel counts %1 bytes of its memory:
of which datagrams was not observed</source>
        <translation>el kernel cuenta %1 bytes de su memoria:
no se observó de qué datagramas</translation>
    </message>
    <message>
        <source>socket for %1: not observed</source>
        <extracomment>%1 is a list of clients&apos; letters: the server&apos;s sockets of their connections</extracomment>
        <translation>socket para %1: no observado</translation>
    </message>
    <message>
        <source>one that is not drawn</source>
        <translation>uno que no está dibujado</translation>
    </message>
    <message numerus="yes">
        <source>one socket in %n process(es)</source>
        <extracomment>of one socket, of which several processes have a descriptor</extracomment>
        <translation>
            <numerusform>un socket en %n proceso</numerusform>
            <numerusform>un socket en %n procesos</numerusform>
        </translation>
    </message>
    <message>
        <source>PID %1: %2</source>
        <extracomment>in the server&apos;s card, of a process that works for it: &quot;PID 4101: recv() has returned&quot;</extracomment>
        <translation>PID %1: %2</translation>
    </message>
    <message numerus="yes">
        <source>in %n process(es)</source>
        <extracomment>of a listening socket, of which several processes have a descriptor</extracomment>
        <translation>
            <numerusform>en %n proceso</numerusform>
            <numerusform>en %n procesos</numerusform>
        </translation>
    </message>
    <message>
        <source>no fd: passed on?</source>
        <extracomment>of a socket whose last known descriptor was closed after one may have been sent to another process</extracomment>
        <translation>sin fd: ¿pasado a otro?</translation>
    </message>
    <message>
        <source>accept() would put the socket for %1 here, with a descriptor (fd)</source>
        <translation>accept() pondría aquí el socket para %1, con un descriptor (fd)</translation>
    </message>
    <message numerus="yes">
        <source>%n of %1 clients have ended</source>
        <extracomment>%1 is how many there were in all: &quot;2 of 10 clients have ended&quot;</extracomment>
        <translation>
            <numerusform>%n de %1 clientes terminó</numerusform>
            <numerusform>%n de %1 clientes terminaron</numerusform>
        </translation>
    </message>
    <message>
        <source>end</source>
        <extracomment>in a box of its own in a receive queue, behind the bytes: the other end sends no more</extracomment>
        <translation>fin</translation>
    </message>
    <message>
        <source>%1 (fd %2)</source>
        <translation>%1 (fd %2)</translation>
    </message>
</context>
<context>
    <name>zocalo::figure::Names</name>
    <message>
        <source>Client %1</source>
        <translation>Cliente %1</translation>
    </message>
    <message>
        <source>TCP server</source>
        <translation>Servidor TCP</translation>
    </message>
    <message>
        <source>UDP server</source>
        <translation>Servidor UDP</translation>
    </message>
    <message>
        <source>Server</source>
        <translation>Servidor</translation>
    </message>
    <message>
        <source>PID %1</source>
        <translation>PID %1</translation>
    </message>
    <message>
        <source>%1 · PID %2</source>
        <extracomment>%1 is a program&apos;s name, %2 a number</extracomment>
        <translation>%1 · PID %2</translation>
    </message>
    <message>
        <source>PID unknown</source>
        <translation>PID desconocido</translation>
    </message>
    <message>
        <source>%1 (%2)</source>
        <extracomment>%1 is &quot;Client A&quot;, %2 the half of the twin that it is of: TCP or UDP</extracomment>
        <translation>%1 (%2)</translation>
    </message>
    <message>
        <source>Process</source>
        <translation>Proceso</translation>
    </message>
    <message>
        <source>%1 (PID %2)</source>
        <extracomment>a program&apos;s name and its number, in a sentence: &quot;server.py#2 (PID 4102)&quot;</extracomment>
        <translation>%1 (PID %2)</translation>
    </message>
</context>
<context>
    <name>zocalo::figure::Narrator</name>
    <message>
        <source>all senders share one socket</source>
        <translation>todos los emisores comparten un socket</translation>
    </message>
    <message>
        <source>accept() gives each connection its own socket</source>
        <translation>accept() da a cada conexión su propio socket</translation>
    </message>
    <message>
        <source>UDP: one socket, one queue</source>
        <translation>UDP: un socket, una cola</translation>
    </message>
    <message>
        <source>TCP: one socket per connection</source>
        <translation>TCP: un socket por conexión</translation>
    </message>
    <message numerus="yes">
        <source>%n processes have started. None of them has a socket yet.</source>
        <translation>
            <numerusform>Hay un proceso en marcha. Todavía no tiene ningún socket.</numerusform>
            <numerusform>Hay %n procesos en marcha. Ninguno tiene todavía un socket.</numerusform>
        </translation>
    </message>
    <message>
        <source>%1 calls connect(): it asks for a connection with %2.</source>
        <translation>%1 llama a connect(): pide una conexión con %2.</translation>
    </message>
    <message>
        <source>%1 calls accept(): no connection waits in the queue of its listening socket yet.</source>
        <translation>%1 llama a accept(): no hay ninguna conexión en espera en la cola de su socket de escucha.</translation>
    </message>
    <message numerus="yes">
        <source>%1 calls accept(): %n connections wait in the queue of its listening socket.</source>
        <translation>
            <numerusform>%1 llama a accept(): una conexión espera en la cola de su socket de escucha.</numerusform>
            <numerusform>%1 llama a accept(): %n conexiones esperan en la cola de su socket de escucha.</numerusform>
        </translation>
    </message>
    <message>
        <source>%1 calls %2.</source>
        <translation>%1 llama a %2.</translation>
    </message>
    <message>
        <source>%1 creates a UDP socket: it has no address yet.</source>
        <translation>%1 crea un socket UDP: todavía no tiene dirección.</translation>
    </message>
    <message>
        <source>%1 creates a TCP socket: it has no address yet.</source>
        <translation>%1 crea un socket TCP: todavía no tiene dirección.</translation>
    </message>
    <message>
        <source>bind() gives the socket of %1 its local address: %2.</source>
        <translation>bind() da al socket de %1 su dirección local: %2.</translation>
    </message>
    <message>
        <source>listen() turns it into a listening socket: it only receives new connections to %1.</source>
        <translation>listen() lo convierte en un socket de escucha: solo recibe conexiones nuevas a %1.</translation>
    </message>
    <message>
        <source>%1 calls shutdown(): it will send no more on this socket, but can still receive.</source>
        <translation>%1 llama a shutdown(): ya no enviará nada por este socket, pero aún puede recibir.</translation>
    </message>
    <message>
        <source>%1 called %2: the result is %3.</source>
        <translation>%1 llamó a %2: el resultado es %3.</translation>
    </message>
    <message>
        <source>%1 in %2 fails with %3.</source>
        <translation>%1 falla en %2 con %3.</translation>
    </message>
    <message>
        <source>connect() on a UDP socket sends nothing: it only notes %1 as the other end of %2.</source>
        <translation>connect() sobre un socket UDP no envía nada: solo anota %1 como el otro extremo de %2.</translation>
    </message>
    <message>
        <source>%1 is connected from %2. The socket for it already exists in the server&apos;s kernel, and waits in the accept queue until accept().</source>
        <translation>%1 ya tiene su conexión, desde %2. En el kernel ya existe el socket del servidor para ella: espera en la cola de aceptación hasta accept().</translation>
    </message>
    <message>
        <source>%1 is connected from %2.</source>
        <translation>%1 ya tiene su conexión, desde %2.</translation>
    </message>
    <message>
        <source>accept() gives a new socket, fd %1, for the connection from %2. The listening socket goes on listening.</source>
        <translation>accept() da un socket nuevo, fd %1, para la conexión desde %2. El socket de escucha sigue a la escucha.</translation>
    </message>
    <message>
        <source>accept() gives a new socket, fd %1, for %2 alone (%3). The listening socket goes on listening.</source>
        <translation>accept() da un socket nuevo, fd %1, solo para %2 (%3). El socket de escucha sigue a la escucha.</translation>
    </message>
    <message>
        <source>%1 sends %2 through the same socket as always: the address %3 says to whom.</source>
        <translation>%1 envía %2 por el mismo socket de siempre: la dirección %3 dice a quién.</translation>
    </message>
    <message>
        <source>%1 sends %2 to %3: the one socket that all senders share.</source>
        <translation>%1 envía %2 a %3: el único socket, que comparten todos los emisores.</translation>
    </message>
    <message>
        <source>%1 sends %2 from %3: its connection already has a socket, although accept() has not opened it yet.</source>
        <translation>%1 envía %2 desde %3: su conexión ya tiene un socket, aunque accept() todavía no lo ha abierto.</translation>
    </message>
    <message>
        <source>%1 sends %2 from %3: it goes to the socket of its own connection, and to no other.</source>
        <translation>%1 envía %2 desde %3: va al socket de su propia conexión, y a ningún otro.</translation>
    </message>
    <message>
        <source>%1 returned in %2.</source>
        <translation>%1 retornó en %2.</translation>
    </message>
    <message>
        <source>%1 was sent, and has been received already.</source>
        <translation>%1 se envió, y ya se ha recibido.</translation>
    </message>
    <message>
        <source>%1 waits in the receive queue of %2, at %3.</source>
        <translation>%1 espera en la cola de recepción de %2, en %3.</translation>
    </message>
    <message>
        <source>%1 waits in the kernel, in a socket without a descriptor: %2 is connected, but accept() has not been called for it.</source>
        <translation>%1 espera en el kernel, en un socket sin descriptor: %2 ya tiene conexión, pero aún no se ha llamado a accept() para esa conexión.</translation>
    </message>
    <message>
        <source>%1 waits in the receive queue of the socket whose 4-tuple matches: local %2, remote %3.</source>
        <translation>%1 espera en la cola de recepción del socket cuya 4-tupla coincide: local %2, remota %3.</translation>
    </message>
    <message>
        <source>%1 calls %2: no datagram waits yet.</source>
        <translation>%1 llama a %2: no hay ningún datagrama en espera.</translation>
    </message>
    <message numerus="yes">
        <source>%1 calls %2: %n datagrams wait in its queue, and the oldest comes first.</source>
        <translation>
            <numerusform>%1 llama a %2: un datagrama espera en su cola.</numerusform>
            <numerusform>%1 llama a %2: %n datagramas esperan en su cola, y sale primero el más antiguo.</numerusform>
        </translation>
    </message>
    <message>
        <source>%1 calls %2: no byte waits.</source>
        <translation>%1 llama a %2: no hay ningún byte en espera.</translation>
    </message>
    <message numerus="yes">
        <source>%1 calls %2: %n bytes wait in its receive queue.</source>
        <translation>
            <numerusform>%1 llama a %2: un byte espera en su cola de recepción.</numerusform>
            <numerusform>%1 llama a %2: %n bytes esperan en su cola de recepción.</numerusform>
        </translation>
    </message>
    <message>
        <source>%1 gives %2 %3 and tells who sent it: %4, which is %5.</source>
        <translation>%1 da a %2 %3 y dice quién lo envió: %4, que es %5.</translation>
    </message>
    <message>
        <source>%1 gives %2 a part of %3.</source>
        <translation>%1 da a %2 una parte de %3.</translation>
    </message>
    <message>
        <source>%1 gives %2 the answer %3.</source>
        <translation>%1 da a %2 la respuesta %3.</translation>
    </message>
    <message>
        <source>%1 closes a descriptor.</source>
        <translation>%1 cierra un descriptor.</translation>
    </message>
    <message>
        <source>%1 closes its listening socket: nobody can connect any more.</source>
        <translation>%1 cierra su socket de escucha: ya no se puede conectar nadie.</translation>
    </message>
    <message>
        <source>%1 closes the socket of that connection.</source>
        <translation>%1 cierra el socket de esa conexión.</translation>
    </message>
    <message>
        <source>%1 closes its socket.</source>
        <translation>%1 cierra su socket.</translation>
    </message>
    <message>
        <source>%1 was killed by signal %2. The kernel closes its sockets.</source>
        <translation>%1 terminó por la señal %2. El kernel cierra sus sockets.</translation>
    </message>
    <message>
        <source>%1 has ended, with exit status %2.</source>
        <translation>%1 terminó, con el estado de salida %2.</translation>
    </message>
    <message numerus="yes">
        <source>%1 (%n bytes)</source>
        <translation>
            <numerusform>%1 (un byte)</numerusform>
            <numerusform>%1 (%n bytes)</numerusform>
        </translation>
    </message>
    <message>
        <source>%1 = &quot;%2&quot;</source>
        <extracomment>%1 is a message&apos;s name, %2 what it says, both as data: A1 = &quot;hello&quot;</extracomment>
        <translation>%1 = «%2»</translation>
    </message>
    <message numerus="yes">
        <source>%1 (%2): %n sockets.</source>
        <translation>
            <numerusform>%1 (%2): un socket.</numerusform>
            <numerusform>%1 (%2): %n sockets.</numerusform>
        </translation>
    </message>
    <message>
        <source>%1 waits in the receive queue at %2.</source>
        <translation>%1 espera en la cola de recepción en %2.</translation>
    </message>
    <message numerus="yes">
        <source>%1 waits in the one receive queue, at place %n. Nothing has read it yet.</source>
        <translation>
            <numerusform>%1 espera en la única cola de recepción, en el primer puesto. Nadie lo ha leído todavía.</numerusform>
            <numerusform>%1 espera en la única cola de recepción, en el puesto %n. Nadie lo ha leído todavía.</numerusform>
        </translation>
    </message>
    <message>
        <source>%1: %2</source>
        <extracomment>%1 is TCP or UDP, %2 the title of a lesson
----------
%1 is a protocol, %2 a sentence: &quot;TCP: Client A calls connect()…&quot;</extracomment>
        <translation>%1: %2</translation>
    </message>
    <message numerus="yes">
        <source>%n senders share one socket</source>
        <translation>
            <numerusform>%n emisor tiene un socket</numerusform>
            <numerusform>%n emisores comparten un socket</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>accept() gives each of %n connections its own socket</source>
        <translation>
            <numerusform>accept() da a %n conexión su propio socket</numerusform>
            <numerusform>accept() da a cada una de %n conexiones su propio socket</numerusform>
        </translation>
    </message>
    <message>
        <source>one door, one queue: recvfrom() tells whose each datagram is</source>
        <translation>una puerta, una cola: recvfrom() dice de quién es cada datagrama</translation>
    </message>
    <message>
        <source>a door and a queue for each one, all on the same port</source>
        <translation>una puerta y una cola para cada una, todas en el mismo puerto</translation>
    </message>
    <message>
        <source>%1 gives %2 %3 and does not tell who sent it: it was %4.</source>
        <translation>%1 da a %2 %3 y no dice quién lo envió: fue %4.</translation>
    </message>
    <message numerus="yes">
        <source>%1: %n sockets.</source>
        <translation>
            <numerusform>%1: un socket.</numerusform>
            <numerusform>%1: %n sockets.</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>the server has %n UDP sockets, each with its own queue</source>
        <translation>
            <numerusform>el servidor tiene un socket UDP, con su cola</numerusform>
            <numerusform>el servidor tiene %n sockets UDP, cada uno con su cola</numerusform>
        </translation>
    </message>
    <message>
        <source>a lane leads from each client to the sockets in which its messages were seen to land</source>
        <translation>de cada cliente sale un carril hacia los sockets donde se vieron caer sus mensajes</translation>
    </message>
    <message numerus="yes">
        <source>UDP: %n sockets, %n queues</source>
        <translation>
            <numerusform>UDP: un socket, una cola</numerusform>
            <numerusform>UDP: %n sockets, %n colas</numerusform>
        </translation>
    </message>
    <message>
        <source>%1 sends %2 to %3.</source>
        <translation>%1 envía %2 a %3.</translation>
    </message>
    <message numerus="yes">
        <source>%n sockets of the server have that port.</source>
        <translation>
            <numerusform>Un socket del servidor tiene ese puerto.</numerusform>
            <numerusform>%n sockets del servidor tienen ese puerto.</numerusform>
        </translation>
    </message>
    <message>
        <source>%1 %2</source>
        <extracomment>two sentences</extracomment>
        <translation>%1 %2</translation>
    </message>
    <message numerus="yes">
        <source>%1 was seen in the receive queue of %2, at place %n. Nothing has read it yet.</source>
        <translation>
            <numerusform>%1 se vio en la cola de recepción de %2, en el puesto %n. Nadie lo ha leído todavía.</numerusform>
            <numerusform>%1 se vio en la cola de recepción de %2, en el puesto %n. Nadie lo ha leído todavía.</numerusform>
        </translation>
    </message>
    <message>
        <source>connect() does not wait (%1), and the kernel has connected %2 already: it waits for accept().</source>
        <translation>connect() no espera (%1), y el kernel ya conectó a %2: la conexión aguarda el accept().</translation>
    </message>
    <message>
        <source>connect() does not wait (%1): %2 is not connected, and not refused either. Its socket is in state %3.</source>
        <translation>connect() no espera (%1): %2 no está conectado, pero tampoco rechazado. Su socket está en el estado %3.</translation>
    </message>
    <message>
        <source>%1 was dropped: the memory of the receive queue is full. %2 was told nothing of it.</source>
        <translation>%1 quedó descartado: la memoria de la cola de recepción está llena. %2 no recibe ningún aviso.</translation>
    </message>
    <message>
        <source>%1 has ended; with which exit status only who has started it knows.</source>
        <translation>%1 ha terminado; con qué estado de salida, solo lo sabe quien lo inició.</translation>
    </message>
    <message numerus="yes">
        <source>%n bytes</source>
        <translation>
            <numerusform>%n byte</numerusform>
            <numerusform>%n bytes</numerusform>
        </translation>
    </message>
    <message>
        <source>%1 In the kernel: %2 in the send queue.</source>
        <extracomment>%1 is a sentence, %2 is &quot;4096 bytes&quot;</extracomment>
        <translation>%1 En el kernel: %2 en la cola de envío.</translation>
    </message>
    <message numerus="yes">
        <source>One %1 in %2 takes bytes of %n messages: TCP is a byte stream.</source>
        <translation>
            <numerusform>Un solo %1 en %2 toma bytes de un mensaje: TCP es un flujo de bytes.</numerusform>
            <numerusform>Un solo %1 en %2 toma bytes de %n mensajes: TCP es un flujo de bytes.</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%1 gives %2 %3 of the %n bytes of %4.</source>
        <translation>
            <numerusform>%1 da a %2 %3 de %n byte de %4.</numerusform>
            <numerusform>%1 da a %2 %3 de los %n bytes de %4.</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n bytes of %1 wait in the receive queue at %2.</source>
        <translation>
            <numerusform>%n byte de %1 espera en la cola de recepción en %2.</numerusform>
            <numerusform>%n bytes de %1 esperan en la cola de recepción en %2.</numerusform>
        </translation>
    </message>
    <message>
        <source>%1 is asleep in %2: %3 does not all fit.</source>
        <translation>%1 está en espera dentro de %2: %3 no cabe entero.</translation>
    </message>
    <message>
        <source>%1 The send queue keeps %2 until they are acknowledged; at the other end there are %3 unread. Some may be in both.</source>
        <extracomment>%1 is a sentence, %2 is &quot;4096 bytes&quot;, %3 &quot;2048 bytes&quot;</extracomment>
        <translation>%1 La cola de envío guarda %2 hasta su acuse de recibo; en el otro extremo hay %3 sin leer. Algunos pueden estar en ambos lados.</translation>
    </message>
    <message numerus="yes">
        <source>%1 has returned: the kernel took %2 of the %n bytes of %3.</source>
        <translation>
            <numerusform>%1 retornó: el kernel aceptó %2 de %n byte de %3.</numerusform>
            <numerusform>%1 retornó: el kernel aceptó %2 de los %n bytes de %3.</numerusform>
        </translation>
    </message>
    <message>
        <source>%1 has returned: the kernel has taken all of %2.</source>
        <translation>%1 retornó: el kernel aceptó todo %2.</translation>
    </message>
    <message numerus="yes">
        <source>%1 The send queue keeps %n bytes until they are acknowledged: some may be at the other end already.</source>
        <extracomment>%1 is a sentence</extracomment>
        <translation>
            <numerusform>%1 La cola de envío guarda %n byte hasta su acuse de recibo: puede que ya esté en el otro extremo.</numerusform>
            <numerusform>%1 La cola de envío guarda %n bytes hasta su acuse de recibo: algunos pueden estar ya en el otro extremo.</numerusform>
        </translation>
    </message>
    <message>
        <source>%1 takes %2 from the socket connected with %3: only the socket at the other end can send to it.</source>
        <translation>%1 toma %2 del socket conectado con %3: solo el socket del otro extremo puede enviarle algo.</translation>
    </message>
    <message>
        <source>%1, which is not drawn here: %2</source>
        <extracomment>%1 is a protocol, %2 a sentence about a socket of it, in the picture of another</extracomment>
        <translation>%1, que aquí no se dibuja: %2</translation>
    </message>
    <message>
        <source>No process has started yet.</source>
        <translation>Todavía no ha empezado ningún proceso.</translation>
    </message>
    <message numerus="yes">
        <source>%n processes have started.</source>
        <translation>
            <numerusform>Ha empezado %n proceso.</numerusform>
            <numerusform>Han empezado %n procesos.</numerusform>
        </translation>
    </message>
    <message>
        <source>connect() does not wait (%1): %2 goes on, and the kernel with the connection. How far it is was not observed.</source>
        <translation>connect() no espera (%1): %2 sigue, y el kernel sigue con la conexión. No se observó hasta dónde ha llegado.</translation>
    </message>
    <message>
        <source>%1 was seen in the receive queue at %2; no recorded call has read all of it since.</source>
        <translation>%1 se vio en la cola de recepción de %2; desde entonces ninguna llamada registrada lo ha leído entero.</translation>
    </message>
    <message>
        <source>%1 was sent, and was seen in the receive queue at %2.</source>
        <translation>%1 se envió, y se vio en la cola de recepción de %2.</translation>
    </message>
    <message>
        <source>%1 calls %2. Its queue was empty when the kernel&apos;s table was read after that.</source>
        <translation>%1 llama a %2. Su cola estaba vacía cuando después se leyó la tabla del kernel.</translation>
    </message>
    <message>
        <source>%1 calls accept() on its listening socket. Whether a connection waits there was not observed.</source>
        <translation>%1 llama a accept() en su socket de escucha. No se observó si allí espera una conexión.</translation>
    </message>
    <message numerus="yes">
        <source>%1 calls accept(): as the calls tell, %n connections were made to its listening socket, and not accepted yet.</source>
        <translation>
            <numerusform>%1 llama a accept(): según las llamadas, se hizo %n conexión con su socket de escucha, todavía sin aceptar.</numerusform>
            <numerusform>%1 llama a accept(): según las llamadas, se hicieron %n conexiones con su socket de escucha, todavía sin aceptar.</numerusform>
        </translation>
    </message>
    <message>
        <source>%1 calls %2. Whether a byte waits for it was not observed.</source>
        <translation>%1 llama a %2. No se observó si algún byte lo espera.</translation>
    </message>
    <message numerus="yes">
        <source>%1 calls %2: as the calls tell, %n bytes were sent to its socket, and not read yet.</source>
        <translation>
            <numerusform>%1 llama a %2: según las llamadas, se envió %n byte a su socket, todavía sin leer.</numerusform>
            <numerusform>%1 llama a %2: según las llamadas, se enviaron %n bytes a su socket, todavía sin leer.</numerusform>
        </translation>
    </message>
    <message>
        <source>%1 calls %2: its queue is not empty, but what waits there was not observed.</source>
        <translation>%1 llama a %2: su cola no está vacía, pero no se observó qué espera allí.</translation>
    </message>
    <message>
        <source>%1 calls %2. Whether a datagram waits for it was not observed.</source>
        <translation>%1 llama a %2. No se observó si algún datagrama lo espera.</translation>
    </message>
    <message numerus="yes">
        <source>%1 calls %2: as the calls tell, %n datagrams were sent to its address, and not read yet.</source>
        <translation>
            <numerusform>%1 llama a %2: según las llamadas, se envió %n datagrama a su dirección, todavía sin leer.</numerusform>
            <numerusform>%1 llama a %2: según las llamadas, se enviaron %n datagramas a su dirección, todavía sin leer.</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%1 with MSG_PEEK shows %2 %n bytes, and leaves them in the queue.</source>
        <translation>
            <numerusform>%1 con MSG_PEEK muestra a %2 %n byte, y lo deja en la cola.</numerusform>
            <numerusform>%1 con MSG_PEEK muestra a %2 %n bytes, y los deja en la cola.</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%1 gives %2 %n bytes: no call that was observed has sent them.</source>
        <translation>
            <numerusform>%1 da a %2 %n byte: ninguna llamada observada lo envió.</numerusform>
            <numerusform>%1 da a %2 %n bytes: ninguna llamada observada los envió.</numerusform>
        </translation>
    </message>
    <message>
        <source>%1 closes its socket with bytes unread: the other end gets a reset.</source>
        <translation>%1 cierra su socket con bytes sin leer: el otro extremo recibe un RST.</translation>
    </message>
    <message>
        <source>%1 sends %2 to %3: as far as was observed, no socket is there to take it.</source>
        <translation>%1 envía %2 a %3: por lo observado, no hay allí ningún socket que lo reciba.</translation>
    </message>
    <message>
        <source>%1 sends %2: as far as was observed, no socket is there to take it.</source>
        <translation>%1 envía %2: por lo observado, no hay ningún socket que lo reciba.</translation>
    </message>
    <message>
        <source>%1 in %2 fails with %3. As far as was observed, no socket is there to take %4.</source>
        <translation>%1 falla en %2 con %3. Por lo observado, no hay ningún socket que reciba %4.</translation>
    </message>
    <message>
        <source>%1 was sent. As far as was observed, no socket is there to take it.</source>
        <translation>%1 se ha enviado. Por lo observado, no hay ningún socket que lo reciba.</translation>
    </message>
    <message>
        <source>%1 asks with getsockopt() for the error of its socket (SO_ERROR): there is none.</source>
        <translation>%1 pregunta con getsockopt() por el error de su socket (SO_ERROR): no hay ninguno.</translation>
    </message>
    <message>
        <source>%1 asks with getsockopt() for the error of its socket (SO_ERROR): it is %2.</source>
        <translation>%1 pregunta con getsockopt() por el error de su socket (SO_ERROR): es %2.</translation>
    </message>
    <message numerus="yes">
        <source>%1 gives %2 the first %3 of the %n bytes of %4: the rest is lost.</source>
        <translation>
            <numerusform>%1 da a %2 los primeros %3 bytes de %4, que tiene %n: el resto se pierde.</numerusform>
            <numerusform>%1 da a %2 los primeros %3 de los %n bytes de %4: el resto se pierde.</numerusform>
        </translation>
    </message>
    <message>
        <source>%1 They are from %2, which is %3.</source>
        <translation>%1 Son de %2, que es %3.</translation>
    </message>
    <message>
        <source>%1 closes fd %2. As far as was observed, another descriptor keeps the socket open.</source>
        <translation>%1 cierra el fd %2. Por lo observado, otro descriptor mantiene abierto el socket.</translation>
    </message>
    <message>
        <source>%1 closes its socket with SO_LINGER {1, 0}: the other end gets a reset.</source>
        <extracomment>the names of constants of C and of the operating system stay</extracomment>
        <translation>%1 cierra su socket con SO_LINGER {1, 0}: el otro extremo recibe un RST.</translation>
    </message>
    <message>
        <source>%1 calls %2 for %3 after a shutdown() of its own: the kernel takes no more bytes of it.</source>
        <translation>%1 llama a %2 con %3 después de un shutdown() propio: el kernel ya no acepta bytes suyos.</translation>
    </message>
    <message numerus="yes">
        <source>%1 with MSG_TRUNC throws %n bytes away: %2 does not get them.</source>
        <translation>
            <numerusform>%1 con MSG_TRUNC tira %n byte: %2 no lo recibe.</numerusform>
            <numerusform>%1 con MSG_TRUNC tira %n bytes: %2 no los recibe.</numerusform>
        </translation>
    </message>
    <message>
        <source>%1 calls connect() without an address (AF_UNSPEC): its socket is to lose its other end.</source>
        <translation>%1 llama a connect() sin dirección (AF_UNSPEC): su socket va a quedar sin otro extremo.</translation>
    </message>
    <message>
        <source>%1 calls connect(): %2 is to be the other end of its UDP socket.</source>
        <translation>%1 llama a connect(): %2 va a ser el otro extremo de su socket UDP.</translation>
    </message>
    <message>
        <source>connect() without an address (AF_UNSPEC): the socket of %1 has no other end any more.</source>
        <translation>connect() sin dirección (AF_UNSPEC): el socket de %1 ya no tiene otro extremo.</translation>
    </message>
    <message>
        <source>accept() gives a new socket, fd %1, for one connection. The listening socket goes on listening.</source>
        <translation>accept() da un socket nuevo, fd %1, para una conexión. El socket de escucha sigue escuchando.</translation>
    </message>
    <message>
        <source>accept() gives a new socket, fd %1, for %2 alone. The listening socket goes on listening.</source>
        <translation>accept() da un socket nuevo, fd %1, solo para %2. El socket de escucha sigue escuchando.</translation>
    </message>
    <message>
        <source>%1 returns 0: %2 has shut its own socket down for reading.</source>
        <translation>%1 devuelve 0: %2 ha cerrado su propio socket para lectura.</translation>
    </message>
    <message>
        <source>%1 returns 0: the socket has no connection any more.</source>
        <translation>%1 devuelve 0: el socket ya no tiene conexión.</translation>
    </message>
    <message>
        <source>%1 returns 0: end of file. The other end sends no more.</source>
        <translation>%1 devuelve 0: fin de archivo. El otro extremo no envía más.</translation>
    </message>
    <message>
        <source>%1 returns 0: end of file. %2 has closed its side and sends no more.</source>
        <translation>%1 devuelve 0: fin de archivo. %2 ha cerrado su lado y no envía más.</translation>
    </message>
    <message>
        <source>%1 calls shutdown(): it will read no more from this socket, but can still send.</source>
        <translation>%1 llama a shutdown(): no leerá más de este socket, pero aún puede enviar.</translation>
    </message>
    <message>
        <source>%1 calls shutdown(): it will neither send nor receive on this socket any more.</source>
        <translation>%1 llama a shutdown(): ya no enviará ni recibirá nada por este socket.</translation>
    </message>
    <message>
        <source>%1 sends %2: whether its connection with %3 is there yet was not observed.</source>
        <translation>%1 envía %2: si su conexión con %3 ya está hecha no se ha observado.</translation>
    </message>
    <message>
        <source>getsockname() tells %1 the local address of its socket: %2.</source>
        <translation>getsockname() dice a %1 la dirección local de su socket: %2.</translation>
    </message>
    <message>
        <source>getpeername() tells %1 the address of the other end: %2.</source>
        <translation>getpeername() dice a %1 la dirección del otro extremo: %2.</translation>
    </message>
    <message>
        <source>%1 in %2 fails with EAGAIN: there is nothing to read, and with MSG_DONTWAIT it does not wait.</source>
        <translation>%1 falla en %2 con EAGAIN: no hay nada que leer, y con MSG_DONTWAIT no espera.</translation>
    </message>
    <message>
        <source>%1 asks for 0 bytes in %2, and gets none.</source>
        <translation>%1 pide 0 bytes en %2, y no obtiene ninguno.</translation>
    </message>
    <message numerus="yes">
        <source>%1 gives %2 %n bytes: of which message they are was not observed.</source>
        <translation>
            <numerusform>%1 da a %2 %n byte: no se observó de qué mensaje es.</numerusform>
            <numerusform>%1 da a %2 %n bytes: no se observó de qué mensaje son.</numerusform>
        </translation>
    </message>
    <message>
        <source>%1 in %2 fails with EADDRINUSE: a socket in TIME-WAIT still has port %3.</source>
        <translation>%1 falla en %2 con EADDRINUSE: un socket en TIME-WAIT tiene aún el puerto %3.</translation>
    </message>
    <message>
        <source>%1 closes fd %2. The kernel&apos;s table still has the socket open: something else holds it.</source>
        <translation>%1 cierra el fd %2. En la tabla del kernel, el socket sigue abierto: otra cosa lo mantiene así.</translation>
    </message>
    <message numerus="yes">
        <source>%n UDP sockets share a port, each with its own queue</source>
        <translation>
            <numerusform>%n socket UDP comparte un puerto, con su cola</numerusform>
            <numerusform>%n sockets UDP comparten un puerto, cada uno con su cola</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n sockets have that port.</source>
        <translation>
            <numerusform>%n socket tiene ese puerto.</numerusform>
            <numerusform>%n sockets tienen ese puerto.</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%1 gives %2 %n datagrams: which messages they are is not told apart.</source>
        <translation>
            <numerusform>%1 da a %2 %n datagrama: no se distingue qué mensaje es.</numerusform>
            <numerusform>%1 da a %2 %n datagramas: no se distingue qué mensajes son.</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%1 gives %2 %n datagrams at once, which stay apart: %3.</source>
        <translation>
            <numerusform>%1 entrega a %2 %n datagrama a la vez, que sigue separado: %3.</numerusform>
            <numerusform>%1 entrega a %2 %n datagramas a la vez, que siguen separados: %3.</numerusform>
        </translation>
    </message>
    <message>
        <source>%1 closes fd %2. Whether the socket is still open was not observed: it may have been passed on.</source>
        <translation>%1 cierra el fd %2. No se observó si el socket sigue abierto: puede haberse pasado a otro proceso.</translation>
    </message>
    <message>
        <source>%1 closes its listening socket. Another one listens at the same port.</source>
        <translation>%1 cierra su socket de escucha. Otro escucha en el mismo puerto.</translation>
    </message>
    <message>
        <source>%1 was killed by signal %2. The kernel closes its descriptors.</source>
        <translation>%1 terminó por la señal %2. El kernel cierra sus descriptores.</translation>
    </message>
    <message>
        <source>%1 was sent. It was not seen in any receive queue.</source>
        <translation>%1 se envió. No se vio en ninguna cola de recepción.</translation>
    </message>
    <message>
        <source>%1 is another program now (exec): it has kept none of its sockets.</source>
        <translation>%1 es ahora otro programa (exec): no ha conservado ninguno de sus sockets.</translation>
    </message>
    <message numerus="yes">
        <source>%1 is another program now (exec): it has kept %n socket(s).</source>
        <translation>
            <numerusform>%1 es ahora otro programa (exec): ha conservado %n socket.</numerusform>
            <numerusform>%1 es ahora otro programa (exec): ha conservado %n sockets.</numerusform>
        </translation>
    </message>
    <message>
        <source>%1 is a new process, started by %2: it has none of its sockets.</source>
        <translation>%1 es un proceso nuevo, iniciado por %2: no tiene ninguno de sus sockets.</translation>
    </message>
    <message numerus="yes">
        <source>%1 is a new process, forked from %2: it has the same %n socket(s). None is copied; each has one more door.</source>
        <translation>
            <numerusform>%1 es un proceso nuevo, creado por %2 (fork): tiene el mismo socket. No se copia: ahora tiene una puerta más.</numerusform>
            <numerusform>%1 es un proceso nuevo, creado por %2 (fork): tiene los mismos %n sockets. Ninguno se copia; cada uno tiene ahora una puerta más.</numerusform>
        </translation>
    </message>
    <message>
        <source>setsockopt() sets %1 of the socket of %2 to %3.</source>
        <translation>setsockopt() pone en %3 la opción %1 del socket de %2.</translation>
    </message>
    <message>
        <source>setsockopt() sets %1 of the socket of %2.</source>
        <translation>setsockopt() fija %1 del socket de %2.</translation>
    </message>
    <message>
        <source>%1 closes its socket: whoever reads at the other end gets end of file.</source>
        <translation>%1 cierra su socket: quien lea en el otro extremo recibirá el fin de archivo.</translation>
    </message>
    <message>
        <source>%1 in %2 fails with %3, the answer to an earlier datagram that reached nobody. %4 was not sent.</source>
        <translation>%1 en %2 falla con %3, que responde a un datagrama anterior que no llegó a nadie. %4 no se envió.</translation>
    </message>
    <message>
        <source>%1 The reset is deduced, not observed.</source>
        <extracomment>%1 is a sentence that ends with &quot;the other end gets a reset.&quot;</extracomment>
        <translation>%1 El RST se dedujo, no se observó.</translation>
    </message>
    <message numerus="yes">
        <source>%1 is a new process, forked from %2: it has %n of its sockets. None is copied; each has one more door.</source>
        <translation>
            <numerusform>%1 es un proceso nuevo, creado por %2 (fork): tiene %n de sus sockets. No se copia: ahora tiene una puerta más.</numerusform>
            <numerusform>%1 es un proceso nuevo, creado por %2 (fork): tiene %n de sus sockets. Ninguno se copia; cada uno tiene ahora una puerta más.</numerusform>
        </translation>
    </message>
    <message>
        <source>%1 gives %2 one more descriptor of the same socket: fd %3 beside fd %4.</source>
        <translation>%1 da a %2 otro descriptor del mismo socket: fd %3 junto a fd %4.</translation>
    </message>
    <message>
        <source>%1 With MSG_TRUNC the call returns the whole length, %2.</source>
        <translation>%1 Con MSG_TRUNC, la llamada devuelve la longitud completa: %2.</translation>
    </message>
    <message>
        <source>%1 calls %2 on its listening socket, which has no other end: nothing can be sent through it.</source>
        <translation>%1 llama a %2 sobre su socket de escucha, que no tiene otro extremo: por él no se puede enviar nada.</translation>
    </message>
    <message>
        <source>%1 sends %2 to %3: the socket at that end is closed, and no process can read it.</source>
        <translation>%1 envía %2 a %3: el socket de ese extremo está cerrado, y ningún proceso puede leerlo.</translation>
    </message>
    <message>
        <source>%1 closes its socket for %2 with bytes unread: the other end gets a reset.</source>
        <translation>%1 cierra su socket para %2 con bytes sin leer: el otro extremo recibe un RST.</translation>
    </message>
    <message>
        <source>%1 closes its socket for %2 with SO_LINGER {1, 0}: the other end gets a reset.</source>
        <translation>%1 cierra su socket para %2 con SO_LINGER {1, 0}: el otro extremo recibe un RST.</translation>
    </message>
    <message>
        <source>%1 closes its socket for %2. The other connections do not notice.</source>
        <translation>%1 cierra su socket para %2. Las demás conexiones no lo notan.</translation>
    </message>
    <message>
        <source>%1 closes its socket for %2.</source>
        <translation>%1 cierra su socket para %2.</translation>
    </message>
    <message numerus="yes">
        <source>%1 closes its socket: %n datagrams were in its queue, and nobody will read them.</source>
        <translation>
            <numerusform>%1 cierra su socket: en su cola había un datagrama, y nadie lo leerá.</numerusform>
            <numerusform>%1 cierra su socket: en su cola había %n datagramas, y nadie los leerá.</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%1 sends %2 through its socket for %3: it goes to the socket at %4, from which %n processes may read.</source>
        <translation>
            <numerusform>%1 envía %2 por su socket para %3: va al socket que está en %4, del que puede leer %n proceso.</numerusform>
            <numerusform>%1 envía %2 por su socket para %3: va al socket que está en %4, del que pueden leer %n procesos.</numerusform>
        </translation>
    </message>
    <message>
        <source>%1 sends %2 through its socket for %3: it reaches %3 (%4) and nobody else.</source>
        <translation>%1 envía %2 por su socket para %3: llega a %3 (%4) y a nadie más.</translation>
    </message>
    <message>
        <source>%1 calls %2: no byte waits, only the end of the stream, so it will return 0.</source>
        <translation>%1 llama a %2: no hay ningún byte en espera, solo el final del flujo, así que devolverá 0.</translation>
    </message>
    <message>
        <source>%1 calls %2 on its socket for %3: no byte waits there, only the end of the stream, so it will return 0.</source>
        <translation>%1 llama a %2 sobre su socket para %3: allí no hay ningún byte en espera, solo el final del flujo, así que devolverá 0.</translation>
    </message>
    <message>
        <source>%1 calls %2 on its socket for %3: no byte waits there.</source>
        <translation>%1 llama a %2 sobre su socket para %3: allí no hay ningún byte en espera.</translation>
    </message>
    <message numerus="yes">
        <source>%1 calls %2 on its socket for %3: %n bytes wait there.</source>
        <translation>
            <numerusform>%1 llama a %2 sobre su socket para %3: allí espera un byte.</numerusform>
            <numerusform>%1 llama a %2 sobre su socket para %3: allí esperan %n bytes.</numerusform>
        </translation>
    </message>
    <message>
        <source>%1 calls %2 on its socket for %3. Whether a byte waits there was not observed.</source>
        <translation>%1 llama a %2 sobre su socket para %3. No se observó si allí espera algún byte.</translation>
    </message>
    <message numerus="yes">
        <source>%1 calls %2 on its socket for %3: as the calls tell, %n bytes were sent to it, and not read yet.</source>
        <translation>
            <numerusform>%1 llama a %2 sobre su socket para %3: según las llamadas, se le envió %n byte, todavía sin leer.</numerusform>
            <numerusform>%1 llama a %2 sobre su socket para %3: según las llamadas, se le enviaron %n bytes, todavía sin leer.</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%1 gives %2 the last %n bytes of %3, which has %4.</source>
        <translation>
            <numerusform>%1 da a %2 el último byte de %3, que tiene %4.</numerusform>
            <numerusform>%1 da a %2 los últimos %n bytes de %3, que tiene %4.</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%1 gives %2 the first %n bytes of %3, which has %4.</source>
        <translation>
            <numerusform>%1 da a %2 el primer byte de %3, que tiene %4.</numerusform>
            <numerusform>%1 da a %2 los primeros %n bytes de %3, que tiene %4.</numerusform>
        </translation>
    </message>
    <message>
        <source>%1 is another program now (exec), whose calls are not seen. Which sockets it has kept is not known.</source>
        <translation>%1 es ahora otro programa (exec), cuyas llamadas no se ven. Qué sockets conservó no se sabe.</translation>
    </message>
    <message numerus="yes">
        <source>setsockopt() asks for %n byte(s) as %1 of the socket of %2: the kernel doubles that, and has a least.</source>
        <translation>
            <numerusform>setsockopt() pide %n byte como %1 del socket de %2: el kernel los duplica, y tiene un mínimo.</numerusform>
            <numerusform>setsockopt() pide %n bytes como %1 del socket de %2: el kernel los duplica, y tiene un mínimo.</numerusform>
        </translation>
    </message>
    <message>
        <source>%1 in %2 fails with ECONNREFUSED: nobody listens at %3.</source>
        <translation>%1 falla en %2 con ECONNREFUSED: nadie escucha en %3.</translation>
    </message>
    <message>
        <source>%1 in %2 fails with %3: a listening socket has no other end.</source>
        <translation>%1 falla en %2 con %3: un socket de escucha no tiene otro extremo.</translation>
    </message>
</context>
<context>
    <name>zocalo::figure::Newcomers</name>
    <message numerus="yes">
        <source>%n processes</source>
        <translation>
            <numerusform>%n proceso</numerusform>
            <numerusform>%n procesos</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n more are not shown</source>
        <translation>
            <numerusform>%n más no se muestra</numerusform>
            <numerusform>%n más no se muestran</numerusform>
        </translation>
    </message>
    <message>
        <source>which is a client and which a server, their calls will tell</source>
        <translation>cuál es cliente y cuál servidor lo dirán sus llamadas</translation>
    </message>
    <message>
        <source>kernel</source>
        <translation>kernel</translation>
    </message>
    <message>
        <source>PID %1</source>
        <translation>PID %1</translation>
    </message>
    <message>
        <source>TCP socket</source>
        <translation>socket TCP</translation>
    </message>
    <message>
        <source>UDP socket</source>
        <translation>socket UDP</translation>
    </message>
    <message>
        <source>no address yet</source>
        <translation>aún sin dirección</translation>
    </message>
</context>
<context>
    <name>zocalo::figure::OneProcessNarrator</name>
    <message>
        <source>bind() gives fd %1 its local address, %2. The process has the number; the kernel has all the rest.</source>
        <translation>bind() da al fd %1 su dirección local, %2. El proceso tiene el número; todo lo demás lo tiene el kernel.</translation>
    </message>
    <message>
        <source>listen() makes fd %1 a listening socket: from now on it only receives new connections.</source>
        <translation>listen() convierte el fd %1 en un socket de escucha: desde ahora solo recibe conexiones nuevas.</translation>
    </message>
    <message>
        <source>socket() gives fd %1 again. The number is the same, but it is another socket: its identity in the kernel (cookie) is new.</source>
        <translation>socket() vuelve a dar el fd %1. El número es el mismo, pero es otro socket: su identidad en el kernel (cookie) es nueva.</translation>
    </message>
    <message>
        <source>socket() makes a UDP socket in the kernel and gives the process a number for it: fd %1. It has no address yet.</source>
        <translation>socket() crea un socket UDP en el kernel y da al proceso un número para él: fd %1. Aún no tiene dirección.</translation>
    </message>
    <message>
        <source>socket() makes a TCP socket in the kernel and gives the process a number for it: fd %1. It has no address yet.</source>
        <translation>socket() crea un socket TCP en el kernel y da al proceso un número para él: fd %1. Aún no tiene dirección.</translation>
    </message>
    <message>
        <source>close() gives the number back: fd %1 means nothing now. No process has that socket any more, and the kernel takes it away.</source>
        <translation>close() libera el número: el fd %1 ya no significa nada. Ningún proceso tiene ya ese socket, y el kernel lo elimina.</translation>
    </message>
    <message>
        <source>fd %1: a %2 socket without an address.</source>
        <translation>fd %1: un socket %2 sin dirección.</translation>
    </message>
    <message>
        <source>fd %1: a %2 socket at %3.</source>
        <translation>fd %1: un socket %2 en %3.</translation>
    </message>
    <message>
        <source>One process, and its sockets on the border to the kernel.</source>
        <translation>Un proceso, y sus sockets en la frontera con el kernel.</translation>
    </message>
    <message>
        <source>close() gives the number back: fd %1 means nothing now. No process has that socket any more: how its connection ends is left to the kernel.</source>
        <translation>close() libera el número: el fd %1 ya no significa nada. Ningún proceso tiene ya ese socket: cómo termina su conexión queda en manos del kernel.</translation>
    </message>
    <message>
        <source>One process has started. It has no socket: by that way nothing can come in from another process, and nothing can go out.</source>
        <translation>Ha empezado un proceso. No tiene ningún socket: por esa vía nada puede llegarle de otro proceso, y nada puede salir.</translation>
    </message>
</context>
<context>
    <name>zocalo::figure::OneProcessWords</name>
    <message>
        <source>What a socket is</source>
        <translation>Qué es un socket</translation>
    </message>
    <message>
        <source>a door between a process and the transport layer</source>
        <translation>una puerta entre un proceso y la capa de transporte</translation>
    </message>
    <message>
        <source>the sockets are the interface</source>
        <translation>los sockets son la interfaz</translation>
    </message>
    <message>
        <source>fd, file descriptor: the number by which this process, and no other, calls its socket</source>
        <translation>fd, descriptor: el número con el que este proceso, y ningún otro, llama a su socket</translation>
    </message>
    <message>
        <source>a free number again</source>
        <translation>número libre otra vez</translation>
    </message>
    <message>
        <source>TCP socket</source>
        <translation>socket TCP</translation>
    </message>
    <message>
        <source>UDP socket</source>
        <translation>socket UDP</translation>
    </message>
    <message>
        <source>arched door</source>
        <translation>puerta con arco</translation>
    </message>
    <message>
        <source>square door</source>
        <translation>puerta cuadrada</translation>
    </message>
    <message>
        <source>What the kernel keeps of it</source>
        <translation>Lo que guarda de él el kernel</translation>
    </message>
    <message>
        <source>protocol</source>
        <translation>protocolo</translation>
    </message>
    <message>
        <source>local address</source>
        <translation>dirección local</translation>
    </message>
    <message>
        <source>remote address</source>
        <translation>dirección remota</translation>
    </message>
    <message>
        <source>state</source>
        <translation>estado</translation>
    </message>
    <message>
        <source>identity (cookie)</source>
        <translation>identidad (cookie)</translation>
    </message>
    <message>
        <source>PID, ports and cookies as the lesson names them</source>
        <translation>PID, puertos y cookies según la lección</translation>
    </message>
    <message numerus="yes">
        <source>%n more descriptors of this process are not shown</source>
        <translation>
            <numerusform>%n descriptor más de este proceso no se muestra</numerusform>
            <numerusform>%n descriptores más de este proceso no se muestran</numerusform>
        </translation>
    </message>
    <message>
        <source>not listed yet</source>
        <translation>aún no listado</translation>
    </message>
    <message>
        <source>Process %1</source>
        <translation>Proceso %1</translation>
    </message>
    <message>
        <source>a process, and its doors to the transport layer</source>
        <translation>un proceso y sus puertas a la capa de transporte</translation>
    </message>
</context>
<context>
    <name>zocalo::figure::PairNarrator</name>
    <message>
        <source>Two processes have started. Neither can see the other&apos;s memory: to communicate, each needs a socket.</source>
        <translation>Han empezado dos procesos. Ninguno ve la memoria del otro: para comunicarse, cada uno necesita un socket.</translation>
    </message>
    <message>
        <source>%1 calls connect(): it asks its operating system for a connection with %2.</source>
        <translation>%1 llama a connect(): pide al sistema operativo una conexión con %2.</translation>
    </message>
    <message>
        <source>%1 makes a UDP socket: a door between the process and the transport layer. It has no address yet.</source>
        <translation>%1 crea un socket UDP: una puerta entre el proceso y la capa de transporte. Aún no tiene dirección.</translation>
    </message>
    <message>
        <source>%1 makes a TCP socket: a door between the process and the transport layer. It has no address yet.</source>
        <translation>%1 crea un socket TCP: una puerta entre el proceso y la capa de transporte. Aún no tiene dirección.</translation>
    </message>
    <message>
        <source>bind() gives the socket of %1 the address %2: by it the other process can find it.</source>
        <translation>bind() da al socket de %1 la dirección %2: con ella puede encontrarlo el otro proceso.</translation>
    </message>
    <message>
        <source>The two ends are connected, %1 and %2. The server&apos;s end waits in the kernel, without a descriptor, until accept().</source>
        <translation>Los dos extremos están conectados, %1 y %2. El del servidor espera en el kernel, sin descriptor, hasta accept().</translation>
    </message>
    <message>
        <source>The two ends are connected: %1 and %2.</source>
        <translation>Los dos extremos están conectados: %1 y %2.</translation>
    </message>
    <message>
        <source>accept() gives the server&apos;s end a descriptor, fd %1. Now each process has a door to the same connection.</source>
        <translation>accept() da un descriptor, fd %1, al extremo del servidor. Ahora cada proceso tiene una puerta a la misma conexión.</translation>
    </message>
    <message>
        <source>%1 hands %2 to its socket with %3. From there on it is the operating system&apos;s.</source>
        <translation>%1 entrega %2 a su socket con %3. A partir de ahí, el mensaje es cosa del sistema operativo.</translation>
    </message>
    <message>
        <source>The process hands the message to its socket; the operating system carries it to the other process&apos;s socket.</source>
        <translation>El proceso entrega el mensaje a su socket; el sistema operativo lo lleva hasta el socket del otro proceso.</translation>
    </message>
    <message>
        <source>%1 was sent, and waits in no queue: the call that slept waiting for it takes it.</source>
        <translation>%1 se ha enviado y no espera en ninguna cola: lo toma la llamada que dormía a la espera.</translation>
    </message>
    <message>
        <source>%1 calls %2. Its receive queue is empty, so the process sleeps until something arrives.</source>
        <translation>%1 llama a %2. Su cola de recepción está vacía, así que el proceso duerme hasta que llegue algo.</translation>
    </message>
    <message>
        <source>%1 calls %2: %3 still waits in the receive queue of its socket.</source>
        <translation>%1 llama a %2: %3 espera todavía en la cola de recepción de su socket.</translation>
    </message>
    <message>
        <source>%1 gives %2 what %3 sent, %4, and tells its address: %5. The headers stayed below.</source>
        <translation>%1 da a %2 lo que envió %3, %4, y dice su dirección: %5. Las cabeceras se quedaron abajo.</translation>
    </message>
    <message>
        <source>%1 gives %2 what %3 sent: %4. The headers stayed below; only the bytes come up.</source>
        <translation>%1 da a %2 lo que envió %3: %4. Las cabeceras se quedaron abajo; solo suben los bytes.</translation>
    </message>
    <message>
        <source>%1 closes its end too: nothing is left of the connection that a process could use.</source>
        <translation>%1 cierra también su extremo: de la conexión no queda nada que un proceso pueda usar.</translation>
    </message>
    <message numerus="yes">
        <source>%1 (%n bytes)</source>
        <translation>
            <numerusform>%1 (%n byte)</numerusform>
            <numerusform>%1 (%n bytes)</numerusform>
        </translation>
    </message>
    <message>
        <source>%1 = &quot;%2&quot;</source>
        <extracomment>%1 is a message&apos;s name, %2 what it says, both as data: A1 = &quot;hello&quot;</extracomment>
        <translation>%1 = «%2»</translation>
    </message>
    <message numerus="yes">
        <source>%1 calls %2: %n bytes of %3 still wait in the receive queue of its socket.</source>
        <translation>
            <numerusform>%1 llama a %2: %n byte de %3 espera todavía en la cola de recepción de su socket.</numerusform>
            <numerusform>%1 llama a %2: %n bytes de %3 esperan todavía en la cola de recepción de su socket.</numerusform>
        </translation>
    </message>
    <message>
        <source>%1 closes its end of the connection.</source>
        <translation>%1 cierra su extremo de la conexión.</translation>
    </message>
    <message>
        <source>%1 closes its end of the connection. Whoever reads at the other end gets end of file.</source>
        <translation>%1 cierra su extremo de la conexión. Quien lea en el otro extremo recibirá el fin de archivo.</translation>
    </message>
</context>
<context>
    <name>zocalo::figure::PairWords</name>
    <message>
        <source>Processes communicating</source>
        <translation>Procesos comunicándose</translation>
    </message>
    <message>
        <source>one message, from socket to socket</source>
        <translation>un mensaje, de socket a socket</translation>
    </message>
    <message>
        <source>application layer</source>
        <translation>capa de aplicación</translation>
    </message>
    <message>
        <source>transport layer</source>
        <translation>capa de transporte</translation>
    </message>
    <message>
        <source>network layer (IP)</source>
        <translation>capa de red (IP)</translation>
    </message>
    <message>
        <source>controlled by the application</source>
        <translation>controlado por la aplicación</translation>
    </message>
    <message>
        <source>controlled by the operating system</source>
        <translation>controlado por el sistema operativo</translation>
    </message>
    <message>
        <source>Client process %1</source>
        <translation>Proceso cliente %1</translation>
    </message>
    <message>
        <source>Server process</source>
        <translation>Proceso servidor</translation>
    </message>
    <message>
        <source>Process</source>
        <translation>Proceso</translation>
    </message>
    <message>
        <source>PID %1</source>
        <translation>PID %1</translation>
    </message>
    <message>
        <source>socket</source>
        <translation>socket</translation>
    </message>
    <message>
        <source>local</source>
        <translation>local</translation>
    </message>
    <message>
        <source>remote</source>
        <translation>remota</translation>
    </message>
    <message>
        <source>port %1</source>
        <translation>puerto %1</translation>
    </message>
    <message>
        <source>none yet</source>
        <translation>ninguna todavía</translation>
    </message>
    <message>
        <source>none fixed</source>
        <translation>ninguna fija</translation>
    </message>
    <message>
        <source>closed</source>
        <translation>cerrado</translation>
    </message>
    <message>
        <source>TCP segment</source>
        <translation>segmento TCP</translation>
    </message>
    <message>
        <source>UDP datagram</source>
        <translation>datagrama UDP</translation>
    </message>
    <message>
        <source>IP packet</source>
        <translation>paquete IP</translation>
    </message>
    <message>
        <source>the %1 header is added</source>
        <translation>se añade la cabecera %1</translation>
    </message>
    <message>
        <source>the %1 header is removed</source>
        <translation>se quita la cabecera %1</translation>
    </message>
    <message>
        <source>in the accept queue, without a descriptor</source>
        <translation>en la cola de aceptación, sin descriptor</translation>
    </message>
    <message>
        <source>way of the message, deduced</source>
        <translation>trayecto del mensaje, deducido</translation>
    </message>
    <message>
        <source>PIDs and ports as the lesson names them</source>
        <translation>PID y puertos según la lección</translation>
    </message>
    <message numerus="yes">
        <source>%n more clients are not shown</source>
        <translation>
            <numerusform>%n cliente más no se muestra</numerusform>
            <numerusform>%n clientes más no se muestran</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n more sockets of the client are not shown</source>
        <translation>
            <numerusform>no se muestra %n socket más del cliente</numerusform>
            <numerusform>no se muestran %n sockets más del cliente</numerusform>
        </translation>
    </message>
    <message>
        <source>no open socket takes it</source>
        <translation>ningún socket abierto lo recibe</translation>
    </message>
</context>
<context>
    <name>zocalo::figure::Queue</name>
    <message>
        <source>+%1
more</source>
        <extracomment>in a queue: so many more than are shown; two lines</extracomment>
        <translation>+%1
más</translation>
    </message>
</context>
<context>
    <name>zocalo::figure::SendQueue</name>
    <message>
        <source>send queue</source>
        <translation>cola de envío</translation>
    </message>
    <message numerus="yes">
        <source>send queue: %n bytes</source>
        <translation>
            <numerusform>cola de envío: %n byte</numerusform>
            <numerusform>cola de envío: %n bytes</numerusform>
        </translation>
    </message>
    <message>
        <source>send queue: %1 B</source>
        <translation>cola de envío: %1 B</translation>
    </message>
    <message numerus="yes">
        <source>%n bytes</source>
        <translation>
            <numerusform>%n byte</numerusform>
            <numerusform>%n bytes</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>zocalo::figure::StatesDiagram</name>
    <message>
        <source>the present state</source>
        <translation>el estado actual</translation>
    </message>
    <message>
        <source>not passed</source>
        <translation>no recorrido</translation>
    </message>
    <message>
        <source>passed</source>
        <translation>recorrido</translation>
    </message>
    <message>
        <source>passed, deduced</source>
        <translation>recorrido, deducido</translation>
    </message>
</context>
<context>
    <name>zocalo::figure::StatesFigure</name>
    <message>
        <source>%1: it has not left its first state.</source>
        <extracomment>%1 is a state of TCP</extracomment>
        <translation>%1: no ha dejado su primer estado.</translation>
    </message>
    <message>
        <source>%1 since step %2: %3.</source>
        <extracomment>%1 is a state of TCP, %2 the number of a step, %3 what led to it: &quot;close() by Client A: sends FIN&quot;</extracomment>
        <translation>%1 desde el paso %2: %3.</translation>
    </message>
    <message>
        <source>States of a TCP socket</source>
        <translation>Estados de un socket TCP</translation>
    </message>
    <message>
        <source>The states of a socket: %1</source>
        <translation>Los estados de un socket: %1</translation>
    </message>
    <message>
        <source>step %1</source>
        <translation>paso %1</translation>
    </message>
    <message>
        <source>state seen in the kernel&apos;s table</source>
        <translation>estado visto en la tabla del kernel</translation>
    </message>
    <message>
        <source>state deduced: passed too fast to be seen, or not yet read</source>
        <translation>estado deducido: pasó demasiado rápido para verse, o aún no se leyó</translation>
    </message>
</context>
<context>
    <name>zocalo::figure::StatesWords</name>
    <message>
        <source>%1, listening socket, fd %2</source>
        <extracomment>%1 is a process, %2 the number of a descriptor</extracomment>
        <translation>%1, socket de escucha, fd %2</translation>
    </message>
    <message>
        <source>%1, listening socket, closed</source>
        <translation>%1, socket de escucha, cerrado</translation>
    </message>
    <message>
        <source>%1, fd %2</source>
        <extracomment>%1 is a process, %2 the number of a descriptor</extracomment>
        <translation>%1, fd %2</translation>
    </message>
    <message>
        <source>%1, fd %2, closed</source>
        <extracomment>%1 is a process, %2 the number of the descriptor that the socket had</extracomment>
        <translation>%1, fd %2, cerrado</translation>
    </message>
    <message>
        <source>%1, closed</source>
        <extracomment>%1 is a process</extracomment>
        <translation>%1, cerrado</translation>
    </message>
    <message>
        <source>%1, no fd: not accepted yet</source>
        <translation>%1, sin fd: aún no aceptado</translation>
    </message>
    <message>
        <source>no address yet</source>
        <translation>aún sin dirección</translation>
    </message>
    <message>
        <source>the listening socket&apos;s state: a handshake makes a new socket from here</source>
        <translation>el estado del socket de escucha: desde aquí el handshake crea un socket nuevo</translation>
    </message>
    <message>
        <source>as socket() makes it</source>
        <translation>como lo crea socket()</translation>
    </message>
    <message>
        <source>as it was when the program joined the run</source>
        <translation>como estaba cuando el programa se unió a la ejecución</translation>
    </message>
    <message>
        <source>the end of %1</source>
        <translation>el fin de %1</translation>
    </message>
    <message>
        <source>%1 by %2</source>
        <extracomment>%1 is a call, %2 the process that made it: &quot;close() by Client A&quot;</extracomment>
        <translation>%1 de %2</translation>
    </message>
    <message>
        <source>closed without a call of its own</source>
        <translation>cerrado sin una llamada propia</translation>
    </message>
    <message>
        <source>%1: sends SYN</source>
        <translation>%1: envía SYN</translation>
    </message>
    <message>
        <source>%1: breaks the connection off, sends RST</source>
        <translation>%1: corta la conexión, envía RST</translation>
    </message>
    <message>
        <source>%1: gives the attempt up</source>
        <translation>%1: abandona el intento</translation>
    </message>
    <message>
        <source>%1: sends FIN</source>
        <translation>%1: envía FIN</translation>
    </message>
    <message>
        <source>receives SYN (%1); sends SYN, ACK</source>
        <translation>recibe SYN (%1); envía SYN, ACK</translation>
    </message>
    <message>
        <source>receives SYN; sends SYN, ACK</source>
        <translation>recibe SYN; envía SYN, ACK</translation>
    </message>
    <message>
        <source>receives SYN, ACK (from the other kernel, by itself); sends ACK</source>
        <translation>recibe SYN, ACK (del kernel del otro extremo, por sí solo); envía ACK</translation>
    </message>
    <message>
        <source>receives FIN (%1); sends ACK</source>
        <translation>recibe FIN (%1); envía ACK</translation>
    </message>
    <message>
        <source>receives FIN; sends ACK</source>
        <translation>recibe FIN; envía ACK</translation>
    </message>
    <message>
        <source>receives FIN (%1), and the ACK of its own FIN</source>
        <translation>recibe FIN (%1) y el ACK de su propio FIN</translation>
    </message>
    <message>
        <source>receives FIN, and the ACK of its own FIN</source>
        <translation>recibe FIN y el ACK de su propio FIN</translation>
    </message>
    <message>
        <source>receives RST (%1)</source>
        <translation>recibe RST (%1)</translation>
    </message>
    <message>
        <source>receives RST: nobody listens there</source>
        <translation>recibe RST: nadie escucha allí</translation>
    </message>
    <message>
        <source>receives RST (from the other kernel, by itself)</source>
        <translation>recibe RST (del kernel del otro extremo, por sí solo)</translation>
    </message>
    <message>
        <source>receives data (%1) that nobody can read any more; sends RST</source>
        <translation>recibe datos (%1) que ya nadie puede leer; envía RST</translation>
    </message>
    <message>
        <source>receives ACK: the handshake is complete</source>
        <translation>recibe ACK: el handshake está completo</translation>
    </message>
    <message>
        <source>receives the ACK of its FIN</source>
        <translation>recibe el ACK de su FIN</translation>
    </message>
    <message>
        <source>2 MSL have passed (in Linux 60 s)</source>
        <translation>han pasado 2 MSL (en Linux 60 s)</translation>
    </message>
    <message>
        <source>no answer in time</source>
        <translation>sin respuesta a tiempo</translation>
    </message>
    <message>
        <source>the way to here was not seen</source>
        <translation>no se vio cómo llegó hasta aquí</translation>
    </message>
    <message>
        <source>seen in the kernel&apos;s table</source>
        <translation>visto en la tabla del kernel</translation>
    </message>
    <message>
        <source>deduced</source>
        <translation>deducido</translation>
    </message>
    <message>
        <source>Observed: the calls, and the kernel&apos;s table at each step. Deduced from them: every segment, so the handshake as well, and states passed too fast to be seen in the table.</source>
        <translation>Observado: las llamadas, y la tabla del kernel en cada paso. Deducido de ellas: todo segmento, también el handshake, y los estados que pasan demasiado rápido para verse en la tabla.</translation>
    </message>
    <message>
        <source>A UDP socket has no state machine: UDP has no connections (RFC 768). The kernel only notes whether connect() gave it a peer (ESTABLISHED) or not (UNCONN).</source>
        <translation>Un socket UDP no tiene máquina de estados: UDP no tiene conexiones (RFC 768). El kernel solo anota si connect() le dio un par (ESTABLISHED) o no (UNCONN).</translation>
    </message>
    <message>
        <source>UNKNOWN</source>
        <translation>DESCONOCIDO</translation>
    </message>
    <message>
        <source>%1, before it was seen what became of the attempt</source>
        <translation>%1, antes de que se viera qué fue del intento</translation>
    </message>
    <message>
        <source>%1: FIN or RST (value of SO_LINGER not recorded)</source>
        <translation>%1: FIN o RST (valor de SO_LINGER no registrado)</translation>
    </message>
</context>
<context>
    <name>zocalo::figure::TimelineMark</name>
    <message>
        <source>other</source>
        <extracomment>a row of the timeline: of sockets that are neither TCP nor UDP</extracomment>
        <translation>otro</translation>
    </message>
</context>
<context>
    <name>zocalo::figure::Turn</name>
    <message>
        <source>this step</source>
        <translation>este paso</translation>
    </message>
    <message>
        <source>at rest</source>
        <translation>en reposo</translation>
    </message>
    <message>
        <source>next: %1 returns</source>
        <translation>después: vuelve %1</translation>
    </message>
    <message>
        <source>next: %1 calls %2</source>
        <translation>después: %1 llama a %2</translation>
    </message>
    <message>
        <source>nothing waits to be read</source>
        <translation>nada espera lectura</translation>
    </message>
    <message numerus="yes">
        <source>%n message(s) wait unread</source>
        <translation>
            <numerusform>%n mensaje espera lectura</numerusform>
            <numerusform>%n mensajes esperan lectura</numerusform>
        </translation>
    </message>
    <message>
        <source>not shown: %1 (%2; %3)</source>
        <extracomment>the half of a twin that is not drawn: protocol, its server&apos;s sockets, what waits</extracomment>
        <translation>sin mostrar: %1 (%2; %3)</translation>
    </message>
    <message numerus="yes">
        <source>%n socket(s) at its server</source>
        <translation>
            <numerusform>%n socket en su servidor</numerusform>
            <numerusform>%n sockets en su servidor</numerusform>
        </translation>
    </message>
    <message>
        <source>not shown: %1</source>
        <extracomment>the half of a twin that is not drawn: its protocol</extracomment>
        <translation>sin mostrar: %1</translation>
    </message>
</context>
<context>
    <name>zocalo::panels::ChangePanel</name>
    <message>
        <source>Change it</source>
        <translation>Cambiarla</translation>
    </message>
    <message>
        <source>Protocols</source>
        <translation>Protocolos</translation>
    </message>
    <message>
        <source>TCP and UDP</source>
        <translation>TCP y UDP</translation>
    </message>
    <message>
        <source>TCP alone</source>
        <translation>solo TCP</translation>
    </message>
    <message>
        <source>UDP alone</source>
        <translation>solo UDP</translation>
    </message>
    <message>
        <source>Clients</source>
        <translation>Clientes</translation>
    </message>
    <message>
        <source>Change something, and run the lesson again: with new processes and sockets.</source>
        <translation>Cambiar algo y volver a ejecutar la lección: con procesos y sockets nuevos.</translation>
    </message>
    <message>
        <source>Here the switches of a lesson stand. What is shown is no lesson&apos;s run.</source>
        <translation>Aquí están los interruptores de una lección. Lo que se muestra no es la ejecución de ninguna.</translation>
    </message>
    <message>
        <source>This lesson has nothing to be switched. What can be done in its run is in the menu of actions.</source>
        <translation>Esta lección no tiene interruptores. Lo que se puede hacer en su ejecución está en el menú de acciones.</translation>
    </message>
    <message>
        <source>Run it so</source>
        <translation>Ejecutarla así</translation>
    </message>
    <message>
        <source>Nothing was changed yet</source>
        <translation>Todavía no se ha cambiado nada</translation>
    </message>
    <message>
        <source>As at first</source>
        <translation>Como al principio</translation>
    </message>
    <message>
        <source>What differs from this run is told here after the next one.</source>
        <translation>Lo que difiera de esta ejecución se dice aquí después de la siguiente.</translation>
    </message>
    <message>
        <source>In what this run differs from the first one, so far:</source>
        <translation>En qué difiere esta ejecución de la primera, hasta ahora:</translation>
    </message>
    <message>
        <source>Differences from the first run</source>
        <translation>Diferencias con la primera ejecución</translation>
    </message>
    <message>
        <source>%1
now: %2
at first: %3</source>
        <extracomment>%1 what differs, %2 how it is in this run, %3 how it was in the first one</extracomment>
        <translation>%1
ahora: %2
al principio: %3</translation>
    </message>
    <message>
        <source>Side by side</source>
        <translation>Lado a lado</translation>
    </message>
    <message>
        <source>The first run and this one, in step</source>
        <translation>La primera ejecución y esta, a la par</translation>
    </message>
    <message numerus="yes">
        <source>In what this run differs from the first one, so far: the first %n differences.</source>
        <translation>
            <numerusform>En qué difiere esta ejecución de la primera hasta ahora: la primera diferencia.</numerusform>
            <numerusform>En qué difiere esta ejecución de la primera hasta ahora: las primeras %n diferencias.</numerusform>
        </translation>
    </message>
    <message>
        <source>This run and the first one are being compared…</source>
        <translation>Se están comparando esta ejecución y la primera…</translation>
    </message>
    <message>
        <source>So far there is no call that both this run and the first one have made.</source>
        <translation>Hasta ahora no hay ninguna llamada que hayan hecho esta ejecución y la primera.</translation>
    </message>
    <message>
        <source>So far the calls that both runs have made came out as in the first one; PIDs and ports aside.</source>
        <translation>Hasta ahora las llamadas que hicieron las dos ejecuciones dieron lo mismo en ambas, salvo PID y puertos.</translation>
    </message>
    <message>
        <source>Only in this run so far: %1.</source>
        <extracomment>%1 processes: &quot;Client C, Client D&quot;</extracomment>
        <translation>Hasta ahora, solo en esta ejecución: %1.</translation>
    </message>
    <message>
        <source>Only in the first run so far: %1.</source>
        <extracomment>%1 processes: &quot;Client C, Client D&quot;</extracomment>
        <translation>Hasta ahora, solo en la primera ejecución: %1.</translation>
    </message>
</context>
<context>
    <name>zocalo::panels::CodePanel</name>
    <message>
        <source>Copy</source>
        <translation>Copiar</translation>
    </message>
    <message>
        <source>Copy the whole program</source>
        <translation>Copiar el programa entero</translation>
    </message>
    <message>
        <source>Whose program is shown</source>
        <translation>De quién es el programa que se muestra</translation>
    </message>
    <message>
        <source>Program</source>
        <translation>Programa</translation>
    </message>
    <message>
        <source>Whoever acts</source>
        <translation>Quien actúa</translation>
    </message>
    <message>
        <source>in this run: %1</source>
        <extracomment>a port number, in a comment of a program</extracomment>
        <translation>en esta ejecución: %1</translation>
    </message>
    <message>
        <source>Code</source>
        <translation>Código</translation>
    </message>
    <message>
        <source>Own source</source>
        <translation>Código propio</translation>
    </message>
    <message>
        <source>The program&apos;s own source file, at the line that made the call</source>
        <translation>El archivo fuente del propio programa, en la línea que hizo la llamada</translation>
    </message>
    <message>
        <source>%1 is inside %2.</source>
        <extracomment>a file and its line, a call</extracomment>
        <translation>%1 está dentro de %2.</translation>
    </message>
    <message>
        <source>%1: %2 has returned.</source>
        <translation>%1: %2 ha retornado.</translation>
    </message>
    <message>
        <source>Its text has no such line.</source>
        <translation>Su texto no tiene esa línea.</translation>
    </message>
    <message>
        <source>Its text is not known: it is not in a file.</source>
        <translation>No se conoce su texto: no está en un archivo.</translation>
    </message>
    <message>
        <source>Its text is not known: by its name it is none of the files that are read, those of Python, C and C++.</source>
        <translation>No se conoce su texto: por su nombre no es de los archivos que se leen, los de Python, C y C++.</translation>
    </message>
    <message numerus="yes">
        <source>Its text is not known: those of %n other files were kept before, and no more are.</source>
        <translation>
            <numerusform>No se conoce su texto: antes se guardó el de %n archivo más, y no se guardan otros.</numerusform>
            <numerusform>No se conoce su texto: antes se guardaron los de %n archivos más, y no se guardan otros.</numerusform>
        </translation>
    </message>
    <message>
        <source>Its text is not known: there was no such file, or it could not be read, or it was too large, or newer than the program.</source>
        <translation>No se conoce su texto: no había tal archivo, o no se pudo leer, o era demasiado grande, o más nuevo que el programa.</translation>
    </message>
    <message>
        <source>the first %1 bytes of %2 are known</source>
        <extracomment>of a long message, in a comment of a program</extracomment>
        <translation>se conocen los primeros %1 bytes de %2</translation>
    </message>
    <message>
        <source>%1: held just before the marked line.</source>
        <translation>%1: en pausa justo antes de la línea marcada.</translation>
    </message>
    <message>
        <source>%1: asleep inside the marked call.</source>
        <translation>%1: en espera dentro de la llamada marcada.</translation>
    </message>
    <message>
        <source>%1: inside the marked call.</source>
        <translation>%1: dentro de la llamada marcada.</translation>
    </message>
    <message>
        <source>%1: the marked call has returned.</source>
        <translation>%1: la llamada marcada ha retornado.</translation>
    </message>
    <message>
        <source>%1: inside a call that this program leaves out.</source>
        <translation>%1: dentro de una llamada que este programa omite.</translation>
    </message>
    <message>
        <source>%1: it has ended.</source>
        <translation>%1: ha terminado.</translation>
    </message>
    <message>
        <source>%1: it has made all its calls.</source>
        <translation>%1: ya hizo todas sus llamadas.</translation>
    </message>
</context>
<context>
    <name>zocalo::panels::ContentsPanel</name>
    <message>
        <source>Lessons</source>
        <translation>Lecciones</translation>
    </message>
    <message>
        <source>Export the answers…</source>
        <translation>Exportar las respuestas…</translation>
    </message>
    <message>
        <source>Forget the answers…</source>
        <translation>Olvidar las respuestas…</translation>
    </message>
    <message>
        <source>Lesson</source>
        <extracomment>heading of a narrow column: the numbers of the lessons that this one builds on</extracomment>
        <translation>Lección</translation>
    </message>
    <message>
        <source>Lessons, in the order of the path</source>
        <translation>Lecciones, en el orden del camino</translation>
    </message>
    <message>
        <source>%1 of %2</source>
        <extracomment>how many questions of a lesson were answered, of how many</extracomment>
        <translation>%1 de %2</translation>
    </message>
    <message>
        <source>After</source>
        <translation>Tras</translation>
    </message>
    <message>
        <source>The lessons that this one builds on</source>
        <translation>Las lecciones en que se apoya esta</translation>
    </message>
    <message>
        <source>Questions that were answered</source>
        <translation>Preguntas respondidas</translation>
    </message>
    <message>
        <source>Many believe: “%1”</source>
        <translation>Muchos creen: «%1»</translation>
    </message>
</context>
<context>
    <name>zocalo::panels::KernelModel</name>
    <message>
        <source>All other sockets of this machine, asked at %1: not of this step, and not recorded</source>
        <extracomment>%1 is a time of the day</extracomment>
        <translation>Los demás sockets de este equipo, consultados a las %1: no son de este paso ni se graban</translation>
    </message>
</context>
<context>
    <name>zocalo::panels::KernelPanel</name>
    <message>
        <source>Copy the ss command</source>
        <extracomment>the program ss(8)</extracomment>
        <translation>Copiar la orden ss</translation>
    </message>
    <message>
        <source>Copies the command that shows the same in a terminal</source>
        <translation>Copia la orden que muestra lo mismo en una terminal</translation>
    </message>
    <message>
        <source>All other sockets of this machine</source>
        <translation>Los demás sockets de este equipo</translation>
    </message>
    <message>
        <source>Ask again</source>
        <translation>Consultar de nuevo</translation>
    </message>
    <message>
        <source>Cookie and inode</source>
        <translation>Cookie e inodo</translation>
    </message>
    <message numerus="yes">
        <source>%n open socket(s) without a port yet: neither bound nor connected, the kernel does not list them.</source>
        <translation>
            <numerusform>%n socket abierto aún no tiene puerto: sin enlazar ni conectar, el kernel no lo lista.</numerusform>
            <numerusform>%n sockets abiertos aún no tienen puerto: sin enlazar ni conectar, el kernel no los lista.</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>… and %n more</source>
        <translation>
            <numerusform>… y %n más</numerusform>
            <numerusform>… y %n más</numerusform>
        </translation>
    </message>
    <message>
        <source>Different by now in the kernel (asked at %1, not recorded):</source>
        <extracomment>%1 is a time of the day; what follows are the changes, each on its line</extracomment>
        <translation>Ya es distinto en el kernel (consultado a las %1, no se graba):</translation>
    </message>
</context>
<context>
    <name>zocalo::panels::KernelSince</name>
    <message>
        <source>not listed any more</source>
        <translation>ya no figura</translation>
    </message>
    <message>
        <source>not listed before, %1, remote %2</source>
        <extracomment>a socket in the kernel&apos;s table; %1 is its state (ESTABLISHED), %2 its remote address</extracomment>
        <translation>no figuraba, %1, dirección remota %2</translation>
    </message>
</context>
<context>
    <name>zocalo::panels::ProgramConsole</name>
    <message>
        <source>What the program prints</source>
        <translation>Lo que escribe el programa</translation>
    </message>
    <message>
        <source>&amp;Input:</source>
        <translation>E&amp;ntrada:</translation>
    </message>
    <message>
        <source>A line for the program&apos;s standard input</source>
        <translation>Una línea para la entrada estándar del programa</translation>
    </message>
    <message>
        <source>Enter sends the line, Ctrl+D ends the input, Ctrl+C interrupts</source>
        <translation>Intro envía la línea, Ctrl+D termina la entrada, Ctrl+C interrumpe</translation>
    </message>
    <message>
        <source>&amp;Put away</source>
        <translation>&amp;Quitar</translation>
    </message>
    <message>
        <source>&amp;Kill</source>
        <translation>&amp;Matar</translation>
    </message>
    <message>
        <source>&amp;Stop</source>
        <translation>&amp;Detener</translation>
    </message>
    <message>
        <source>SIGKILL: no program can refuse it</source>
        <translation>SIGKILL: ningún programa puede rechazarla</translation>
    </message>
    <message>
        <source>SIGTERM: asks it to end</source>
        <translation>SIGTERM: le pide que termine</translation>
    </message>
    <message>
        <source>PID %1 was asked to end (SIGTERM).</source>
        <translation>Al PID %1 se le pidió que termine (SIGTERM).</translation>
    </message>
    <message>
        <source>PID %1 is running.</source>
        <translation>El PID %1 está en ejecución.</translation>
    </message>
    <message>
        <source>Ended by a signal: %1.</source>
        <translation>Terminó por una señal: %1.</translation>
    </message>
    <message>
        <source>Ended with exit status %1.</source>
        <translation>Terminó con el estado de salida %1.</translation>
    </message>
    <message>
        <source>The program has not read what was sent to it before: the line was not sent.</source>
        <translation>El programa no ha leído lo que se le envió antes: la línea no se envió.</translation>
    </message>
    <message>
        <source>End &amp;of input</source>
        <translation>&amp;Fin de la entrada</translation>
    </message>
    <message>
        <source>Run it a&amp;gain</source>
        <translation>Ejecutar &amp;otra vez</translation>
    </message>
</context>
<context>
    <name>zocalo::panels::ProgramPanel</name>
    <message>
        <source>Programs</source>
        <translation>Programas</translation>
    </message>
    <message>
        <source>Programs that were started here</source>
        <translation>Programas iniciados aquí</translation>
    </message>
    <message>
        <source>&amp;Watch a program…</source>
        <translation>Observar un &amp;programa…</translation>
    </message>
    <message>
        <source>No program was started here yet. Those in terminals (&quot;zocalo watch&quot;) come into the picture by themselves.</source>
        <translation>Aquí no se inició aún ningún programa. Los de las terminales (&quot;zocalo watch&quot;) entran solos en la figura.</translation>
    </message>
</context>
<context>
    <name>zocalo::panels::QuestionPanel</name>
    <message>
        <source>%1: the socket without fd, in the accept queue</source>
        <translation>%1: el socket sin fd, en la cola de aceptación</translation>
    </message>
    <message>
        <source>%1: fd %2, the listening socket</source>
        <translation>%1: fd %2, el socket de escucha</translation>
    </message>
    <message>
        <source>%1: fd %2, remote %3</source>
        <translation>%1: fd %2, remota %3</translation>
    </message>
    <message>
        <source>%1: fd %2, no fixed remote</source>
        <translation>%1: fd %2, sin remota fija</translation>
    </message>
    <message>
        <source>nowhere</source>
        <translation>en ninguna parte</translation>
    </message>
    <message>
        <source>Skipped. In this run: %1</source>
        <translation>Pregunta saltada. En esta ejecución: %1</translation>
    </message>
    <message>
        <source>Right: %1</source>
        <translation>Correcto: %1</translation>
    </message>
    <message>
        <source>In this run: %1. The answer was: %2</source>
        <translation>En esta ejecución: %1. La respuesta fue: %2</translation>
    </message>
    <message>
        <source>The predicted socket listens: it only receives new connections.</source>
        <translation>El socket previsto está a la escucha: solo recibe conexiones nuevas.</translation>
    </message>
    <message>
        <source>The predicted socket has the remote address %1, and the message comes from %2.</source>
        <translation>El socket previsto tiene la dirección remota %1, y el mensaje viene de %2.</translation>
    </message>
    <message>
        <source>The predicted socket has another local port.</source>
        <translation>El socket previsto tiene otro puerto local.</translation>
    </message>
    <message>
        <source>Question</source>
        <translation>Pregunta</translation>
    </message>
    <message>
        <source>This lesson asks nothing.</source>
        <translation>Esta lección no pregunta nada.</translation>
    </message>
    <message>
        <source>Many believe: “%1”</source>
        <translation>Muchos creen: «%1»</translation>
    </message>
    <message>
        <source>Answer</source>
        <translation>Responder</translation>
    </message>
    <message>
        <source>Skip</source>
        <translation>Saltar</translation>
    </message>
    <message>
        <source>Go on</source>
        <translation>Continuar</translation>
    </message>
    <message>
        <source>Count the hands of a class</source>
        <translation>Contar las manos de una clase</translation>
    </message>
    <message>
        <source>Number</source>
        <translation>Número</translation>
    </message>
    <message>
        <source>Messages, to be put in order</source>
        <translation>Mensajes, para poner en orden</translation>
    </message>
    <message>
        <source>Play: the question comes by itself.</source>
        <translation>Reproducir: la pregunta llega sola.</translation>
    </message>
    <message>
        <source>How many chose this</source>
        <translation>Cuántos eligieron esta</translation>
    </message>
    <message>
        <source>The run goes on: the kernel answers.</source>
        <translation>La ejecución sigue: responde el kernel.</translation>
    </message>
    <message>
        <source>Try changing: %1</source>
        <translation>Probar a cambiar: %1</translation>
    </message>
    <message>
        <source>Read on: %1</source>
        <translation>Para leer más: %1</translation>
    </message>
    <message>
        <source>Ask the lessons&apos; questions</source>
        <translation>Hacer las preguntas de las lecciones</translation>
    </message>
    <message>
        <source>The questions are not asked.</source>
        <translation>Las preguntas no se hacen.</translation>
    </message>
    <message>
        <source>Drag them, or move them with Alt and an arrow.</source>
        <translation>Arrastrarlos, o moverlos con Alt y una flecha.</translation>
    </message>
    <message>
        <source>The lesson is set aside: its questions are not asked.</source>
        <translation>La lección se ha dejado a un lado: no se hacen sus preguntas.</translation>
    </message>
</context>
<context>
    <name>zocalo::panels::SpokenText</name>
    <message>
        <source>%1: %2</source>
        <extracomment>%1 is a process (&quot;Client A&quot;), %2 what it is doing (&quot;paused just before connect()&quot;)</extracomment>
        <translation>%1: %2</translation>
    </message>
    <message>
        <source>%1, fd %2</source>
        <extracomment>%1 is a process, %2 a descriptor&apos;s number</extracomment>
        <translation>%1, fd %2</translation>
    </message>
    <message>
        <source>%1: %2, with %3, %4</source>
        <extracomment>%1 is whose (&quot;TCP server, fd 5&quot;), %2 what it is (&quot;TCP socket&quot;), %3 the process at the other end, %4 its state</extracomment>
        <translation>%1: %2, con %3, %4</translation>
    </message>
    <message>
        <source>%1: %2, %3</source>
        <extracomment>%1 is whose (&quot;TCP server, fd 3&quot;), %2 what it is (&quot;Listening socket&quot;), %3 its state</extracomment>
        <translation>%1: %2, %3</translation>
    </message>
    <message>
        <source>Message %1, &quot;%2&quot;, from %3: %4</source>
        <extracomment>%1 is a message&apos;s name, %2 its text, %3 who sent it, %4 where it is (&quot;waits in a receive queue&quot;)</extracomment>
        <translation>Mensaje %1, &quot;%2&quot;, de %3: %4</translation>
    </message>
    <message>
        <source>Receive queue of %1: empty</source>
        <translation>Cola de recepción de %1: vacía</translation>
    </message>
    <message numerus="yes">
        <source>Receive queue of %1: %2 (%n bytes)</source>
        <extracomment>%1 is whose (&quot;TCP server, fd 5&quot;), %2 the messages that wait (&quot;A1, B1&quot;)</extracomment>
        <translation>
            <numerusform>Cola de recepción de %1: %2 (%n byte)</numerusform>
            <numerusform>Cola de recepción de %1: %2 (%n bytes)</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>Accept queue of %1: %n connections wait</source>
        <translation>
            <numerusform>Cola de aceptación de %1: espera %n conexión</numerusform>
            <numerusform>Cola de aceptación de %1: esperan %n conexiones</numerusform>
        </translation>
    </message>
    <message>
        <source>Receive queue of %1: not observed at this step</source>
        <translation>Cola de recepción de %1: no observada en este paso</translation>
    </message>
    <message>
        <source>Receive queue of %1: %2 were seen there before this step, and not read since</source>
        <extracomment>%1 is whose (&quot;TCP server, fd 5&quot;), %2 the messages that wait (&quot;A1, B1&quot;)</extracomment>
        <translation>Cola de recepción de %1: allí se vieron %2 antes de este paso, y no se han leído desde entonces</translation>
    </message>
    <message numerus="yes">
        <source>Accept queue of %1: not observed at this step; %n connections were seen before</source>
        <translation>
            <numerusform>Cola de aceptación de %1: no observada en este paso; antes se vio %n conexión</numerusform>
            <numerusform>Cola de aceptación de %1: no observada en este paso; antes se vieron %n conexiones</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>zocalo::panels::StatesPanel</name>
    <message>
        <source>States of TCP</source>
        <translation>Estados de TCP</translation>
    </message>
    <message>
        <source>There is no socket yet.</source>
        <translation>Aún no hay ningún socket.</translation>
    </message>
    <message>
        <source>%1 since step %2</source>
        <extracomment>%1 is a state of TCP, %2 the number of a step</extracomment>
        <translation>%1 desde el paso %2</translation>
    </message>
    <message>
        <source>(%1)</source>
        <extracomment>%1 is a state of TCP that was passed too fast to be seen</extracomment>
        <translation>(%1)</translation>
    </message>
    <message>
        <source>step</source>
        <translation>paso</translation>
    </message>
    <message>
        <source>Socket</source>
        <translation>Socket</translation>
    </message>
    <message>
        <source>Whose states are shown: the socket that is selected</source>
        <translation>De quién son los estados: del socket seleccionado</translation>
    </message>
    <message>
        <source>The state machine of TCP; the list beside it tells the same</source>
        <translation>La máquina de estados de TCP; la lista a su lado dice lo mismo</translation>
    </message>
    <message>
        <source>States of the socket</source>
        <translation>Estados del socket</translation>
    </message>
    <message>
        <source>No.</source>
        <translation>N.º</translation>
    </message>
    <message>
        <source>State</source>
        <translation>Estado</translation>
    </message>
    <message>
        <source>Step</source>
        <translation>Paso</translation>
    </message>
    <message>
        <source>What brought it</source>
        <translation>Qué lo trajo</translation>
    </message>
</context>
<context>
    <name>zocalo::panels::TimelinePanel</name>
    <message>
        <source>Timeline</source>
        <translation>Línea de tiempo</translation>
    </message>
    <message>
        <source>A row for each protocol</source>
        <translation>Una fila por protocolo</translation>
    </message>
    <message>
        <source>A row for each process</source>
        <translation>Una fila por proceso</translation>
    </message>
    <message>
        <source>All protocols</source>
        <translation>Todos los protocolos</translation>
    </message>
    <message>
        <source>Rows of the timeline</source>
        <translation>Filas de la línea de tiempo</translation>
    </message>
    <message>
        <source>Show moments of this protocol</source>
        <translation>Mostrar los momentos de este protocolo</translation>
    </message>
    <message>
        <source>Show moments of these calls</source>
        <translation>Mostrar los momentos de estas llamadas</translation>
    </message>
    <message>
        <source>Show moments of this process</source>
        <translation>Mostrar los momentos de este proceso</translation>
    </message>
    <message>
        <source>Show moments with this text in the payload</source>
        <translation>Mostrar los momentos con este texto en los datos</translation>
    </message>
    <message>
        <source>text in the payload</source>
        <translation>texto en los datos</translation>
    </message>
    <message>
        <source>Live</source>
        <translation>En vivo</translation>
    </message>
    <message>
        <source>To the newest step of the run, which goes on</source>
        <translation>Al paso más nuevo de la ejecución, que continúa</translation>
    </message>
    <message>
        <source>Whole run</source>
        <translation>Ejecución entera</translation>
    </message>
    <message>
        <source>The wheel zooms, with Shift it moves along</source>
        <translation>La rueda acerca y aleja; con Mayús desplaza</translation>
    </message>
    <message>
        <source>Show all</source>
        <translation>Mostrar todo</translation>
    </message>
    <message>
        <source>All processes</source>
        <translation>Todos los procesos</translation>
    </message>
    <message>
        <source>%1 of %2 moments</source>
        <translation>%1 de %2 momentos</translation>
    </message>
    <message>
        <source>Follow this message</source>
        <translation>Seguir este mensaje</translation>
    </message>
    <message>
        <source>Follow this socket</source>
        <translation>Seguir este socket</translation>
    </message>
    <message>
        <source>Follow what is selected</source>
        <translation>Seguir lo seleccionado</translation>
    </message>
</context>
<context>
    <name>zocalo::panels::TimelineStrip</name>
    <message>
        <source>steps %1 to %2: %3</source>
        <translation>pasos %1 a %2: %3</translation>
    </message>
</context>
<context>
    <name>zocalo::panels::TimelineWords</name>
    <message>
        <source>step %1 of %2</source>
        <translation>paso %1 de %2</translation>
    </message>
    <message>
        <source>%1 has entered %2</source>
        <translation>%1 ha entrado en %2</translation>
    </message>
    <message>
        <source>%1 has ended</source>
        <translation>%1 ha terminado</translation>
    </message>
    <message>
        <source>Nothing has happened yet</source>
        <translation>Aún no ha ocurrido nada</translation>
    </message>
    <message>
        <source>%2 has failed for %1: %3</source>
        <translation>%2 ha fallado para %1: %3</translation>
    </message>
    <message numerus="yes">
        <source>%2 has returned to %1: %n byte(s)</source>
        <translation>
            <numerusform>%2 ha retornado a %1: %n byte</numerusform>
            <numerusform>%2 ha retornado a %1: %n bytes</numerusform>
        </translation>
    </message>
    <message>
        <source>%2 has returned to %1</source>
        <translation>%2 ha retornado a %1</translation>
    </message>
    <message>
        <source>send</source>
        <extracomment>a chapter of the timeline: messages go to the server</extracomment>
        <translation>envío</translation>
    </message>
    <message>
        <source>reply</source>
        <extracomment>a chapter of the timeline: answers come back</extracomment>
        <translation>respuesta</translation>
    </message>
    <message>
        <source>close</source>
        <extracomment>a chapter of the timeline: sockets are closed, processes end</extracomment>
        <translation>cierre</translation>
    </message>
    <message>
        <source>All calls</source>
        <translation>Todas las llamadas</translation>
    </message>
    <message>
        <source>Calls that send</source>
        <translation>Llamadas que envían</translation>
    </message>
    <message>
        <source>Calls that receive</source>
        <translation>Llamadas que reciben</translation>
    </message>
    <message>
        <source>Other calls</source>
        <translation>Otras llamadas</translation>
    </message>
    <message>
        <source>from %1</source>
        <extracomment>a chapter of the timeline: it begins at the step %1</extracomment>
        <translation>desde %1</translation>
    </message>
    <message>
        <source>%1 has started (fork or exec)</source>
        <translation>%1 ha empezado (fork o exec)</translation>
    </message>
</context>
<context>
    <name>zocalo::panels::TruthCard</name>
    <message>
        <source>Copy</source>
        <translation>Copiar</translation>
    </message>
    <message>
        <source>Copy these details as text</source>
        <translation>Copiar estos detalles como texto</translation>
    </message>
    <message>
        <source>Actions</source>
        <translation>Acciones</translation>
    </message>
    <message>
        <source>What can be done with it now</source>
        <translation>Lo que se puede hacer ahora con esto</translation>
    </message>
</context>
<context>
    <name>zocalo::panels::TruthText</name>
    <message>
        <source>PID</source>
        <translation>PID</translation>
    </message>
    <message>
        <source>state</source>
        <translation>estado</translation>
    </message>
    <message>
        <source>open sockets</source>
        <translation>sockets abiertos</translation>
    </message>
    <message>
        <source>messages sent</source>
        <translation>mensajes enviados</translation>
    </message>
    <message>
        <source>messages received</source>
        <translation>mensajes recibidos</translation>
    </message>
    <message>
        <source>Listening socket</source>
        <translation>Socket de escucha</translation>
    </message>
    <message>
        <source>UDP socket</source>
        <translation>Socket UDP</translation>
    </message>
    <message>
        <source>Connection that waits for accept()</source>
        <translation>Conexión que espera a accept()</translation>
    </message>
    <message>
        <source>TCP socket from accept() no. %1</source>
        <translation>Socket TCP del accept() n.º %1</translation>
    </message>
    <message>
        <source>TCP socket</source>
        <translation>Socket TCP</translation>
    </message>
    <message>
        <source>closed</source>
        <translation>cerrado</translation>
    </message>
    <message>
        <source>%1, closed by its process</source>
        <translation>%1, cerrado por su proceso</translation>
    </message>
    <message>
        <source>none</source>
        <translation>ninguno</translation>
    </message>
    <message>
        <source>%1 (sk:%2 in ss)</source>
        <extracomment>%1 is a number, %2 the same in hexadecimal, as the program ss writes it</extracomment>
        <translation>%1 (sk:%2 en ss)</translation>
    </message>
    <message>
        <source>local address</source>
        <translation>dirección local</translation>
    </message>
    <message>
        <source>none yet</source>
        <translation>ninguna todavía</translation>
    </message>
    <message>
        <source>remote address</source>
        <translation>dirección remota</translation>
    </message>
    <message>
        <source>none: any sender</source>
        <translation>ninguna: cualquier emisor</translation>
    </message>
    <message>
        <source>none: not connected</source>
        <translation>ninguna: sin conectar</translation>
    </message>
    <message>
        <source>owners (PID/fd)</source>
        <translation>dueños (PID/fd)</translation>
    </message>
    <message>
        <source>last error</source>
        <translation>último error</translation>
    </message>
    <message>
        <source>cookie</source>
        <translation>cookie</translation>
    </message>
    <message>
        <source>inode</source>
        <translation>inodo</translation>
    </message>
    <message>
        <source>0: no file</source>
        <translation>0: sin archivo</translation>
    </message>
    <message>
        <source>kernel&apos;s table</source>
        <translation>tabla del kernel</translation>
    </message>
    <message>
        <source>not listed at this step</source>
        <translation>no figura en este paso</translation>
    </message>
    <message>
        <source>accept queue</source>
        <translation>cola de aceptación</translation>
    </message>
    <message numerus="yes">
        <source>%n bytes</source>
        <translation>
            <numerusform>%n byte</numerusform>
            <numerusform>%n bytes</numerusform>
        </translation>
    </message>
    <message>
        <source>receive queue</source>
        <translation>cola de recepción</translation>
    </message>
    <message>
        <source>empty</source>
        <translation>vacía</translation>
    </message>
    <message>
        <source>dropped</source>
        <translation>descartados</translation>
    </message>
    <message>
        <source>end of file</source>
        <translation>fin de archivo</translation>
    </message>
    <message>
        <source>read: recv() has returned 0</source>
        <translation>leído: recv() devolvió 0</translation>
    </message>
    <message>
        <source>other end</source>
        <translation>otro extremo</translation>
    </message>
    <message>
        <source>content</source>
        <translation>contenido</translation>
    </message>
    <message>
        <source>size</source>
        <translation>tamaño</translation>
    </message>
    <message>
        <source>from</source>
        <translation>de</translation>
    </message>
    <message>
        <source>to</source>
        <translation>a</translation>
    </message>
    <message>
        <source>sent, and seen in no receive queue</source>
        <translation>enviado, y no visto en ninguna cola de recepción</translation>
    </message>
    <message>
        <source>being sent</source>
        <translation>se está enviando</translation>
    </message>
    <message>
        <source>waits in a receive queue</source>
        <translation>espera en una cola de recepción</translation>
    </message>
    <message>
        <source>received in part</source>
        <translation>recibido en parte</translation>
    </message>
    <message>
        <source>received</source>
        <translation>recibido</translation>
    </message>
    <message>
        <source>dropped: the queue was full</source>
        <translation>descartado: la cola estaba llena</translation>
    </message>
    <message>
        <source>thrown away unread: its socket was closed</source>
        <translation>desechado sin leer: se cerró su socket</translation>
    </message>
    <message>
        <source>landed in</source>
        <translation>llegó a</translation>
    </message>
    <message>
        <source>its owners (PID/fd)</source>
        <translation>sus dueños (PID/fd)</translation>
    </message>
    <message>
        <source>its cookie</source>
        <translation>su cookie</translation>
    </message>
    <message>
        <source>seen by</source>
        <translation>visto por</translation>
    </message>
    <message>
        <source>the kernel&apos;s receive queue, which grew by it</source>
        <translation>la cola de recepción del kernel, que creció con el mensaje</translation>
    </message>
    <message>
        <source>the bytes that a receive call gave</source>
        <translation>los bytes que entregó una llamada de recepción</translation>
    </message>
    <message>
        <source>predicted by the rule</source>
        <translation>predicho por la regla</translation>
    </message>
    <message>
        <source>rule and bytes</source>
        <translation>regla y bytes</translation>
    </message>
    <message>
        <source>agree</source>
        <translation>coinciden</translation>
    </message>
    <message>
        <source>do not agree</source>
        <translation>no coinciden</translation>
    </message>
    <message>
        <source>calls</source>
        <translation>llamadas</translation>
    </message>
    <message>
        <source>seen on the network</source>
        <translation>visto en la red</translation>
    </message>
    <message>
        <source>host</source>
        <translation>host</translation>
    </message>
    <message>
        <source>program</source>
        <translation>programa</translation>
    </message>
    <message>
        <source>unknown</source>
        <translation>desconocido</translation>
    </message>
    <message>
        <source>unknown: /proc does not tell</source>
        <translation>desconocido: /proc no lo dice</translation>
    </message>
    <message>
        <source>socket</source>
        <translation>socket</translation>
    </message>
    <message>
        <source>the kernel&apos;s table of sockets, and /proc</source>
        <translation>la tabla de sockets del kernel, y /proc</translation>
    </message>
    <message>
        <source>not seen on the network</source>
        <translation>no visto en la red</translation>
    </message>
    <message>
        <source>%1 before; not observed at this step</source>
        <extracomment>%1 is a state of TCP</extracomment>
        <translation>%1 antes; no observado en este paso</translation>
    </message>
    <message>
        <source>not listed when it was last read, before this step</source>
        <translation>no figuraba cuando se leyó por última vez, antes de este paso</translation>
    </message>
    <message>
        <source>%1 (seen before this step)</source>
        <translation>%1 (visto antes de este paso)</translation>
    </message>
    <message>
        <source>not observed at this step</source>
        <translation>no observado en este paso</translation>
    </message>
    <message>
        <source>was seen in a receive queue, and not read since</source>
        <translation>se vio en una cola de recepción, y no se ha leído desde entonces</translation>
    </message>
    <message>
        <source>refused, or not sent at all</source>
        <translation>rechazado, o ni siquiera enviado</translation>
    </message>
</context>
<context>
    <name>zocalo::text::ActionText</name>
    <message>
        <source>Add a client</source>
        <translation>Añadir un cliente</translation>
    </message>
    <message>
        <source>Open a socket: socket()</source>
        <translation>Abrir un socket: socket()</translation>
    </message>
    <message>
        <source>Connect: connect()</source>
        <translation>Conectar: connect()</translation>
    </message>
    <message>
        <source>Open a second connection: connect()</source>
        <translation>Abrir una segunda conexión: connect()</translation>
    </message>
    <message>
        <source>Send a message: send()…</source>
        <translation>Enviar un mensaje: send()…</translation>
    </message>
    <message>
        <source>Send a message: sendto()…</source>
        <translation>Enviar un mensaje: sendto()…</translation>
    </message>
    <message>
        <source>Send a message to %1: sendto()…</source>
        <translation>Enviar un mensaje a %1: sendto()…</translation>
    </message>
    <message>
        <source>Take a connection: accept()</source>
        <translation>Tomar una conexión: accept()</translation>
    </message>
    <message>
        <source>Receive: recv()</source>
        <translation>Recibir: recv()</translation>
    </message>
    <message>
        <source>Receive: recvfrom()</source>
        <translation>Recibir: recvfrom()</translation>
    </message>
    <message>
        <source>End this direction: shutdown()</source>
        <translation>Terminar este sentido: shutdown()</translation>
    </message>
    <message>
        <source>Close the socket: close()</source>
        <translation>Cerrar el socket: close()</translation>
    </message>
    <message>
        <source>Kill the process</source>
        <translation>Matar el proceso</translation>
    </message>
    <message>
        <source>it is not there any more</source>
        <translation>ya no existe</translation>
    </message>
    <message>
        <source>the process has ended</source>
        <translation>el proceso ha terminado</translation>
    </message>
    <message>
        <source>the lesson has no room for another client</source>
        <translation>en la lección no cabe otro cliente</translation>
    </message>
    <message>
        <source>the server has not opened its socket yet</source>
        <translation>el servidor aún no ha abierto su socket</translation>
    </message>
    <message>
        <source>it has a socket already</source>
        <translation>ya tiene un socket</translation>
    </message>
    <message>
        <source>it is connected already</source>
        <translation>ya está conectado</translation>
    </message>
    <message>
        <source>it has no connection yet</source>
        <translation>aún no tiene conexión</translation>
    </message>
    <message>
        <source>the socket is not connected</source>
        <translation>el socket no está conectado</translation>
    </message>
    <message>
        <source>it has two connections already</source>
        <translation>ya tiene dos conexiones</translation>
    </message>
    <message>
        <source>accept() would wait: no connection is in the queue</source>
        <translation>accept() esperaría: no hay ninguna conexión en la cola</translation>
    </message>
    <message>
        <source>recvfrom() would wait: the receive queue is empty</source>
        <translation>recvfrom() esperaría: la cola de recepción está vacía</translation>
    </message>
    <message>
        <source>recv() would wait: the receive queue is empty</source>
        <translation>recv() esperaría: la cola de recepción está vacía</translation>
    </message>
    <message>
        <source>the process is asleep in this very call</source>
        <translation>el proceso está dormido en esta misma llamada</translation>
    </message>
    <message>
        <source>this direction was ended already</source>
        <translation>este sentido ya se terminó</translation>
    </message>
    <message>
        <source>it has no descriptor: accept() gives it one</source>
        <translation>no tiene descriptor: se lo da accept()</translation>
    </message>
    <message>
        <source>its socket has no port yet: it has sent nothing</source>
        <translation>su socket aún no tiene puerto: no ha enviado nada</translation>
    </message>
    <message>
        <source>there is no text</source>
        <translation>no hay texto</translation>
    </message>
    <message numerus="yes">
        <source>the text has more than %n bytes</source>
        <translation>
            <numerusform>el texto tiene más de %n byte</numerusform>
            <numerusform>el texto tiene más de %n bytes</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>zocalo::text::DisagreementText</name>
    <message>
        <source>The kernel lists this socket, and no recorded call accounts for it.</source>
        <translation>El kernel muestra este socket y ninguna llamada grabada lo explica.</translation>
    </message>
    <message>
        <source>By the calls it is open, and the kernel does not list it.</source>
        <translation>Según las llamadas está abierto, y el kernel no lo muestra.</translation>
    </message>
    <message>
        <source>By the calls its state is %1, by the kernel %2.</source>
        <translation>Según las llamadas su estado es %1; según el kernel, %2.</translation>
    </message>
    <message>
        <source>By the calls its local address is %1, by the kernel %2.</source>
        <translation>Según las llamadas su dirección local es %1; según el kernel, %2.</translation>
    </message>
    <message>
        <source>By the calls its remote address is %1, by the kernel %2.</source>
        <translation>Según las llamadas su dirección remota es %1; según el kernel, %2.</translation>
    </message>
    <message>
        <source>By the calls a descriptor holds it, by the kernel it has no file (inode 0).</source>
        <translation>Según las llamadas lo tiene un descriptor; según el kernel no tiene archivo (inodo 0).</translation>
    </message>
    <message>
        <source>By the calls no descriptor holds it, by the kernel it has a file (inode %1).</source>
        <translation>Según las llamadas no lo tiene ningún descriptor; según el kernel tiene un archivo (inodo %1).</translation>
    </message>
    <message>
        <source>By the calls %1 connections wait for accept(), by the kernel %2.</source>
        <translation>Según las llamadas esperan a accept() %1 conexiones; según el kernel, %2.</translation>
    </message>
    <message>
        <source>By the calls %1 wait in its receive queue, by the kernel %2.</source>
        <translation>Según las llamadas esperan %1 en su cola de recepción; según el kernel, %2.</translation>
    </message>
    <message>
        <source>By the calls %1 bytes were sent, the kernel has counted %2.</source>
        <translation>Según las llamadas se enviaron %1 bytes; el kernel ha contado %2.</translation>
    </message>
    <message>
        <source>By the calls %1 bytes came in, the kernel has counted %2.</source>
        <translation>Según las llamadas llegaron %1 bytes; el kernel ha contado %2.</translation>
    </message>
    <message>
        <source>Explained: a call that slept has done its work, and its return comes next.</source>
        <translation>Explicado: una llamada que dormía ya ha hecho su trabajo y a continuación retorna.</translation>
    </message>
    <message>
        <source>Explained: what waits may be of more than one message, and is not guessed.</source>
        <translation>Explicado: lo que espera puede ser de más de un mensaje, y no se adivina.</translation>
    </message>
    <message>
        <source>Explained: the other end is no process of this run.</source>
        <translation>Explicado: el otro extremo no es un proceso de esta ejecución.</translation>
    </message>
    <message>
        <source>Not explained: a call was not observed, or the figure is mistaken.</source>
        <translation>Sin explicación: una llamada no se observó, o la figura se equivoca.</translation>
    </message>
    <message>
        <source>Not compared: processes were working while the table was read.</source>
        <translation>Sin comparar: había procesos trabajando mientras se leía la tabla.</translation>
    </message>
    <message numerus="yes">
        <source>%n points in which calls and kernel disagree</source>
        <translation>
            <numerusform>%n punto en que llamadas y kernel no coinciden</numerusform>
            <numerusform>%n puntos en que llamadas y kernel no coinciden</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>Calls and kernel agree at this step; up to here they disagreed in %n points.</source>
        <translation>
            <numerusform>Llamadas y kernel coinciden en este paso; hasta aquí no coincidieron en %n punto.</numerusform>
            <numerusform>Llamadas y kernel coinciden en este paso; hasta aquí no coincidieron en %n puntos.</numerusform>
        </translation>
    </message>
    <message>
        <source>%1 bytes were sent by calls that were not observed: by the calls %2 were sent, the kernel has counted %3.</source>
        <translation>%1 bytes se enviaron con llamadas que no se observaron: según las llamadas se enviaron %2, el kernel ha contado %3.</translation>
    </message>
    <message>
        <source>%1 bytes were taken by calls that were not observed: by the calls %2 came in, the kernel has counted %3.</source>
        <translation>%1 bytes se recibieron con llamadas que no se observaron: según las llamadas llegaron %2, el kernel ha contado %3.</translation>
    </message>
    <message>
        <source>Read before this step, and not compared with it.</source>
        <translation>Leída antes de este paso, y no comparada con él.</translation>
    </message>
    <message>
        <source>Not read at this step.</source>
        <translation>No leída en este paso.</translation>
    </message>
    <message numerus="yes">
        <source>Calls and kernel agree at this step; %n differences are explained.</source>
        <translation>
            <numerusform>Llamadas y kernel coinciden en este paso; %n diferencia tiene explicación.</numerusform>
            <numerusform>Llamadas y kernel coinciden en este paso; %n diferencias tienen explicación.</numerusform>
        </translation>
    </message>
    <message>
        <source>Calls and kernel agree at this step.</source>
        <translation>Llamadas y kernel coinciden en este paso.</translation>
    </message>
</context>
<context>
    <name>zocalo::text::ErrorText</name>
    <message>
        <source>The tap library is missing: %1. Without it no call can be observed. Build zocalo again with script/build, or set ZOCALO_HELPERS to the folder where it is.</source>
        <translation>Falta la biblioteca de observación (tap): %1. Sin ella no se puede observar ninguna llamada. Compilar zocalo de nuevo con script/build, o indicar en ZOCALO_HELPERS la carpeta donde está.</translation>
    </message>
    <message>
        <source>The program that plays the processes of lessons is missing: %1. Build zocalo again with script/build, or set ZOCALO_HELPERS to the folder where it is.</source>
        <translation>Falta el programa que hace de los procesos de las lecciones: %1. Compilar zocalo de nuevo con script/build, o indicar en ZOCALO_HELPERS la carpeta donde está.</translation>
    </message>
    <message>
        <source>No more files can be opened (%1). Raise the limit with &quot;ulimit -n 1024&quot; and start zocalo again.</source>
        <translation>No se pueden abrir más archivos (%1). Subir el límite con «ulimit -n 1024» e iniciar zocalo de nuevo.</translation>
    </message>
    <message>
        <source>There is no lesson &quot;%1&quot;. &quot;zocalo lessons&quot; lists them.</source>
        <translation>No hay ninguna lección «%1». «zocalo lessons» las enumera.</translation>
    </message>
    <message>
        <source>There is no lesson &quot;%1&quot;. Was &quot;%2&quot; meant? &quot;zocalo lessons&quot; lists them.</source>
        <translation>No hay ninguna lección «%1». ¿Quizá «%2»? «zocalo lessons» las enumera.</translation>
    </message>
    <message>
        <source>The run has no step &quot;%1&quot;.</source>
        <translation>La ejecución no tiene ningún paso «%1».</translation>
    </message>
    <message>
        <source>The run has no step &quot;%1&quot;. Was &quot;%2&quot; meant?</source>
        <translation>La ejecución no tiene ningún paso «%1». ¿Quizá «%2»?</translation>
    </message>
    <message>
        <source>The kernel&apos;s socket table cannot be read over netlink: %1. Container settings often forbid it; &quot;zocalo doctor&quot; tells more.</source>
        <translation>No se puede leer por netlink la tabla de sockets del kernel: %1. Los contenedores a menudo lo prohíben; «zocalo doctor» dice más.</translation>
    </message>
    <message>
        <source>The run was stopped.</source>
        <translation>La ejecución se detuvo.</translation>
    </message>
    <message>
        <source>%1 could not be started: %2.</source>
        <translation>No se pudo iniciar %1: %2.</translation>
    </message>
    <message>
        <source>The process %1 was started but never joined the run, so its calls cannot be observed. Is something else preloaded into it (LD_PRELOAD)?</source>
        <translation>El proceso %1 se inició pero nunca se unió a la ejecución, así que no se pueden observar sus llamadas. ¿Tiene otra biblioteca precargada (LD_PRELOAD)?</translation>
    </message>
    <message>
        <source>The process %1 ended in the middle of the run (%2). What was recorded until then is kept; start the run again to see the rest.</source>
        <translation>El proceso %1 terminó en mitad de la ejecución (%2). Lo registrado hasta entonces se conserva; para ver el resto, iniciar la ejecución de nuevo.</translation>
    </message>
    <message>
        <source>The address %1 is already in use by another program (bind() of %2 gave EADDRINUSE). Stop that program, or choose another port; &quot;ss -tulnp&quot; shows who has it.</source>
        <translation>Otro programa ya usa la dirección %1 (bind() de %2 dio EADDRINUSE). Detener ese programa o elegir otro puerto; «ss -tulnp» muestra quién la tiene.</translation>
    </message>
    <message>
        <source>%1 in the process %2 gave %3 (%4), so the lesson cannot go on.</source>
        <translation>%1 en el proceso %2 dio %3 (%4), así que la lección no puede continuar.</translation>
    </message>
    <message>
        <source>The memory shared with %1 could not be used: %2.</source>
        <translation>No se pudo usar la memoria compartida con %1: %2.</translation>
    </message>
    <message>
        <source>The process %1 did not get to %2 in time. Start the run again.</source>
        <translation>El proceso %1 no llegó a tiempo a %2. Iniciar la ejecución de nuevo.</translation>
    </message>
    <message>
        <source>Something failed: %1.</source>
        <translation>Algo falló: %1.</translation>
    </message>
    <message>
        <source>There is no file %1.</source>
        <translation>No existe el archivo %1.</translation>
    </message>
    <message>
        <source>The file %1 is too large: at most %2 bytes are read.</source>
        <translation>El archivo %1 es demasiado grande: se leen %2 bytes como máximo.</translation>
    </message>
    <message>
        <source>%1 could not be written: there is no space left on the disk. Nothing was left half-written.</source>
        <translation>No se pudo escribir %1: no queda espacio en el disco. Nada quedó escrito a medias.</translation>
    </message>
    <message>
        <source>%1 could not be written: %2. Choose another place.</source>
        <translation>No se pudo escribir %1: %2. Elegir otro lugar.</translation>
    </message>
    <message>
        <source>The lesson %1 has faults: %2. &quot;zocalo check&quot; lists all of them.</source>
        <translation>La lección %1 tiene errores: %2. «zocalo check» los enumera todos.</translation>
    </message>
    <message>
        <source>%1 cannot be read: %2.</source>
        <translation>No se puede leer %1: %2.</translation>
    </message>
    <message>
        <source>no reason was given</source>
        <translation>no se indicó el motivo</translation>
    </message>
    <message>
        <source>there is no such file or folder</source>
        <translation>no existe ese archivo o carpeta</translation>
    </message>
    <message>
        <source>permission denied</source>
        <translation>permiso denegado</translation>
    </message>
    <message>
        <source>no space left on the disk</source>
        <translation>no queda espacio en el disco</translation>
    </message>
    <message>
        <source>the file system is read-only</source>
        <translation>el sistema de archivos es de solo lectura</translation>
    </message>
    <message>
        <source>it is a folder</source>
        <translation>es una carpeta</translation>
    </message>
    <message>
        <source>a part of the path is not a folder</source>
        <translation>una parte de la ruta no es una carpeta</translation>
    </message>
    <message>
        <source>too many files are open</source>
        <translation>hay demasiados archivos abiertos</translation>
    </message>
    <message>
        <source>the limit of processes is reached</source>
        <translation>se alcanzó el límite de procesos</translation>
    </message>
    <message>
        <source>not enough memory</source>
        <translation>no hay memoria suficiente</translation>
    </message>
    <message>
        <source>the address is in use</source>
        <translation>la dirección está en uso</translation>
    </message>
    <message>
        <source>the address is not one of this machine</source>
        <translation>la dirección no es de este equipo</translation>
    </message>
    <message>
        <source>nobody listens there</source>
        <translation>nadie escucha allí</translation>
    </message>
    <message>
        <source>There is a file %1 already, and it was left as it is. Choose another name.</source>
        <translation>Ya existe un archivo %1, y quedó como estaba. Elegir otro nombre.</translation>
    </message>
    <message>
        <source>The recording %1 cannot grow any more: %2. What was recorded until then is in it.</source>
        <translation>La grabación %1 no puede crecer más: %2. Contiene lo que se grabó hasta entonces.</translation>
    </message>
    <message>
        <source>%1 is not a recording of zocalo.</source>
        <translation>%1 no es una grabación de zocalo.</translation>
    </message>
    <message>
        <source>The recording %1 was made by a newer zocalo (its format is %2). Update zocalo to open it.</source>
        <translation>La grabación %1 se hizo con un zocalo más nuevo (su formato es %2). Actualizar zocalo para abrirla.</translation>
    </message>
    <message>
        <source>The recording %1 is damaged: nothing of it can be read.</source>
        <translation>La grabación %1 está dañada: no se puede leer nada de ella.</translation>
    </message>
    <message>
        <source>The recording %1 is damaged: what comes after its first %2 events cannot be read.</source>
        <translation>La grabación %1 está dañada: no se puede leer lo que viene después de sus primeros %2 eventos.</translation>
    </message>
    <message>
        <source>No call of this run can be made by a lesson: there is nothing to save.</source>
        <translation>Ninguna llamada de esta ejecución la puede hacer una lección: no hay nada que guardar.</translation>
    </message>
    <message>
        <source>user namespaces</source>
        <translation>espacios de nombres de usuario</translation>
    </message>
    <message>
        <source>network interfaces</source>
        <translation>interfaces de red</translation>
    </message>
    <message>
        <source>the capture of packets</source>
        <translation>captura de paquetes</translation>
    </message>
    <message>
        <source>sockets inside them</source>
        <translation>sockets dentro de ellos</translation>
    </message>
    <message>
        <source>their number is limited (/proc/sys/user)</source>
        <translation>su número está limitado (/proc/sys/user)</translation>
    </message>
    <message>
        <source>the system does not allow it</source>
        <translation>el sistema no lo permite</translation>
    </message>
    <message>
        <source>The laboratory cannot be made on this machine: %1: %2. Everything else works without it.</source>
        <translation>En esta computadora no se puede crear el laboratorio: %1: %2. Todo lo demás funciona sin él.</translation>
    </message>
    <message>
        <source>The run has no step %1: it has the steps 0 to %2.</source>
        <translation>La ejecución no tiene el paso %1: tiene los pasos del 0 al %2.</translation>
    </message>
</context>
<context>
    <name>zocalo::text::FaultText</name>
    <message>
        <source>There is no such file.</source>
        <translation>No existe ese archivo.</translation>
    </message>
    <message>
        <source>The file cannot be read: permission denied.</source>
        <translation>No se puede leer el archivo: permiso denegado.</translation>
    </message>
    <message>
        <source>The file cannot be read (%1).</source>
        <translation>No se puede leer el archivo (%1).</translation>
    </message>
    <message>
        <source>This is a folder. Name a lesson file in it.</source>
        <translation>Es una carpeta. Indicar un archivo de lección que esté en ella.</translation>
    </message>
    <message>
        <source>This is a pipe, a device or a socket, not a file.</source>
        <translation>Es una tubería, un dispositivo o un socket, no un archivo.</translation>
    </message>
    <message>
        <source>The file is too large: a lesson has at most %1 bytes.</source>
        <translation>El archivo es demasiado grande: una lección tiene como máximo %1 bytes.</translation>
    </message>
    <message>
        <source>The file is empty. docs/lesson-format.md tells what a lesson needs.</source>
        <translation>El archivo está vacío. docs/lesson-format.es.md explica qué necesita una lección.</translation>
    </message>
    <message>
        <source>This is not a text file: it has a NUL byte here.</source>
        <translation>No es un archivo de texto: aquí tiene un byte NUL.</translation>
    </message>
    <message>
        <source>This is not UTF-8. Save the file in that encoding.</source>
        <translation>Esto no es UTF-8. Guardar el archivo con esa codificación.</translation>
    </message>
    <message>
        <source>This is not TOML. Often a quotation mark, a comma or a bracket is missing, here or just before.</source>
        <translation>Esto no es TOML. A menudo falta una comilla, una coma o un corchete, aquí o justo antes.</translation>
    </message>
    <message>
        <source>&quot;%1&quot; has a value already. Keep one of the two.</source>
        <translation>«%1» ya tiene un valor. Dejar solo uno de los dos.</translation>
    </message>
    <message>
        <source>Too much is nested here.</source>
        <translation>Aquí hay demasiados niveles anidados.</translation>
    </message>
    <message>
        <source>This is format %1, but this zocalo reads format %2. A newer zocalo may read it.</source>
        <translation>Es el formato %1, pero esta versión de zocalo lee el formato %2. Quizá lo lea una versión más nueva.</translation>
    </message>
    <message>
        <source>The field &quot;%1&quot; is missing.</source>
        <translation>Falta el campo «%1».</translation>
    </message>
    <message>
        <source>There is no field &quot;%1&quot; here.</source>
        <translation>Aquí no existe el campo «%1».</translation>
    </message>
    <message>
        <source>%2() takes no &quot;%1&quot;.</source>
        <translation>%2() no admite «%1».</translation>
    </message>
    <message>
        <source>&quot;%1&quot; and &quot;%2&quot; exclude each other. Keep one of the two.</source>
        <translation>«%1» y «%2» se excluyen. Dejar solo uno de los dos.</translation>
    </message>
    <message>
        <source>&quot;%1&quot; should be %2, not %3.</source>
        <translation>«%1» debería ser %2, no %3.</translation>
    </message>
    <message>
        <source>The Spanish text (es) of &quot;%1&quot; is missing.</source>
        <translation>Falta el texto en español (es) de «%1».</translation>
    </message>
    <message>
        <source>The English text (en) of &quot;%1&quot; is missing.</source>
        <translation>Falta el texto en inglés (en) de «%1».</translation>
    </message>
    <message>
        <source>&quot;%1&quot; is empty.</source>
        <translation>«%1» está vacío.</translation>
    </message>
    <message>
        <source>&quot;%1&quot; is too long: at most %2 entries are possible.</source>
        <translation>«%1» es demasiado largo: admite como máximo %2 elementos.</translation>
    </message>
    <message>
        <source>&quot;%1&quot; cannot be &quot;%2&quot;; possible are: %3.</source>
        <translation>«%1» no puede ser «%2»; valores posibles: %3.</translation>
    </message>
    <message>
        <source>&quot;%1&quot; cannot be %2: it goes from %3 to %4.</source>
        <translation>«%1» no puede ser %2: va de %3 a %4.</translation>
    </message>
    <message>
        <source>The text of &quot;%1&quot; is empty.</source>
        <translation>El texto de «%1» está vacío.</translation>
    </message>
    <message>
        <source>The text of &quot;%1&quot; is too long: at most %2 characters are possible.</source>
        <translation>El texto de «%1» es demasiado largo: admite como máximo %2 caracteres.</translation>
    </message>
    <message>
        <source>The text of &quot;%1&quot; has a control character.</source>
        <translation>El texto de «%1» contiene un carácter de control.</translation>
    </message>
    <message>
        <source>&quot;%2&quot; is not a name that &quot;%1&quot; can have. docs/lesson-format.md tells which letters are possible.</source>
        <translation>«%2» no es un nombre válido para «%1». docs/lesson-format.es.md explica qué letras se admiten.</translation>
    </message>
    <message numerus="yes">
        <source>With %n client(s) there is no process &quot;%1&quot;.</source>
        <translation>
            <numerusform>Con %n cliente no existe el proceso «%1».</numerusform>
            <numerusform>Con %n clientes no existe el proceso «%1».</numerusform>
        </translation>
    </message>
    <message>
        <source>There is a process &quot;%1&quot; already. Give one of them another name.</source>
        <translation>Ya existe un proceso «%1». Dar otro nombre a uno de los dos.</translation>
    </message>
    <message>
        <source>Another process has the letter %1 already; messages are named by it.</source>
        <translation>Otro proceso ya tiene la letra %1, que da nombre a sus mensajes.</translation>
    </message>
    <message>
        <source>{client} in &quot;%1&quot; has a meaning only within a loop: for = &quot;clients&quot;.</source>
        <translation>{client} en «%1» solo tiene sentido dentro de un bucle: for = &quot;clients&quot;.</translation>
    </message>
    <message>
        <source>There are no texts named &quot;%1&quot;.</source>
        <translation>No hay textos con el nombre «%1».</translation>
    </message>
    <message>
        <source>These texts have none for client %1. Write one for it, or one for &quot;others&quot;.</source>
        <translation>Entre estos textos no hay ninguno para el cliente %1. Escribir uno para ese cliente, o uno para «others».</translation>
    </message>
    <message>
        <source>With all its clients the script makes more than %1 calls.</source>
        <translation>Con todos sus clientes, el guion hace más de %1 llamadas.</translation>
    </message>
    <message>
        <source>&quot;%1&quot; is in the other half of the twin; each half must be able to run alone.</source>
        <translation>«%1» está en la otra mitad; cada mitad debe poder ejecutarse sola.</translation>
    </message>
    <message>
        <source>&quot;%1&quot; is not a call that a lesson can make.</source>
        <translation>«%1» no es una llamada que una lección pueda hacer.</translation>
    </message>
    <message>
        <source>No step before this one makes a socket &quot;%1&quot; in &quot;%2&quot;.</source>
        <translation>Ningún paso anterior crea un socket «%1» en «%2».</translation>
    </message>
    <message>
        <source>&quot;%2&quot; has an open socket named &quot;%1&quot; already.</source>
        <translation>«%2» ya tiene abierto un socket con el nombre «%1».</translation>
    </message>
    <message>
        <source>The socket &quot;%1&quot; of &quot;%2&quot; was closed before this step.</source>
        <translation>El socket «%1» de «%2» se cerró antes de este paso.</translation>
    </message>
    <message>
        <source>%1() does not work on a UDP socket, and &quot;%2&quot; is one.</source>
        <translation>%1() no funciona con un socket UDP, y «%2» lo es.</translation>
    </message>
    <message>
        <source>%1() does not work on a TCP socket in a lesson, and &quot;%2&quot; is one.</source>
        <translation>%1() no funciona en una lección con un socket TCP, y «%2» lo es.</translation>
    </message>
    <message>
        <source>The socket &quot;%1&quot; has its address already.</source>
        <translation>El socket «%1» ya tiene dirección.</translation>
    </message>
    <message>
        <source>The socket &quot;%1&quot; has no port yet: bind() must come before.</source>
        <translation>El socket «%1» aún no tiene puerto: antes debe estar bind().</translation>
    </message>
    <message>
        <source>The socket &quot;%1&quot; does not listen: listen() must come before.</source>
        <translation>El socket «%1» no es de escucha: antes debe estar listen().</translation>
    </message>
    <message>
        <source>%1() does not work on the listening socket &quot;%2&quot;: it only receives new connections. Messages go to the socket that accept() gives.</source>
        <translation>%1() no funciona con el socket de escucha «%2»: solo recibe conexiones nuevas. Los mensajes van al socket que da accept().</translation>
    </message>
    <message>
        <source>The socket &quot;%1&quot; listens or is connected already.</source>
        <translation>El socket «%1» ya es de escucha o ya está conectado.</translation>
    </message>
    <message>
        <source>The socket &quot;%1&quot; is not connected: connect() must come before.</source>
        <translation>El socket «%1» no está conectado: antes debe estar connect().</translation>
    </message>
    <message>
        <source>No connection waits in the accept queue of &quot;%1&quot;, so accept() would wait for ever. Let a client connect before, or write blocks = true and let it connect afterwards.</source>
        <translation>Ninguna conexión espera en la cola de aceptación de «%1», así que accept() esperaría para siempre. Conectar antes un cliente, o escribir blocks = true y conectarlo después.</translation>
    </message>
    <message>
        <source>Nothing waits in the receive queue of &quot;%1&quot;, so the call would wait for ever. Let somebody send before, or write blocks = true and let somebody send afterwards.</source>
        <translation>Nada espera en la cola de recepción de «%1», así que la llamada esperaría para siempre. Enviar algo antes, o escribir blocks = true y enviarlo después.</translation>
    </message>
    <message>
        <source>&quot;@sender&quot; means nobody yet: no recvfrom() on &quot;%1&quot; comes before.</source>
        <translation>«@sender» aún no designa a nadie: antes no hay ningún recvfrom() con «%1».</translation>
    </message>
    <message>
        <source>The connection of &quot;%1&quot; was reset: the other side was closed with bytes unread, or before it was accepted.</source>
        <translation>La conexión de «%1» se interrumpió: el otro extremo se cerró con bytes sin leer, o antes de aceptarla.</translation>
    </message>
    <message>
        <source>Two steps are named &quot;%1&quot;. In a loop, names need {client}.</source>
        <translation>Dos pasos se llaman «%1». En un bucle, los nombres necesitan {client}.</translation>
    </message>
    <message>
        <source>The step before this mark is named &quot;%2&quot; already, so it cannot be &quot;%1&quot; too.</source>
        <translation>El paso anterior a esta marca ya se llama «%2», así que no puede llamarse también «%1».</translation>
    </message>
    <message>
        <source>No step is named &quot;%1&quot;.</source>
        <translation>Ningún paso se llama «%1».</translation>
    </message>
    <message>
        <source>No call comes before the mark &quot;%1&quot;, so there is nothing that it could name.</source>
        <translation>Antes de la marca «%1» no hay ninguna llamada, así que no hay nada que pueda nombrar.</translation>
    </message>
    <message>
        <source>No call comes after this hold, so there is nothing to hold back.</source>
        <translation>Después de esta pausa (hold) no hay ninguna llamada, así que no hay nada que retener.</translation>
    </message>
    <message>
        <source>%1 Was &quot;%2&quot; meant?</source>
        <extracomment>%1 is a whole sentence that says what is wrong</extracomment>
        <translation>%1 ¿Quizá «%2»?</translation>
    </message>
    <message>
        <source>a text in quotation marks</source>
        <translation>un texto entre comillas</translation>
    </message>
    <message>
        <source>a whole number</source>
        <translation>un número entero</translation>
    </message>
    <message>
        <source>a number with a fraction</source>
        <translation>un número con decimales</translation>
    </message>
    <message>
        <source>true or false</source>
        <translation>true o false</translation>
    </message>
    <message>
        <source>a list</source>
        <translation>una lista</translation>
    </message>
    <message>
        <source>a table</source>
        <translation>una tabla</translation>
    </message>
    <message>
        <source>a date</source>
        <translation>una fecha</translation>
    </message>
    <message>
        <source>a time</source>
        <translation>una hora</translation>
    </message>
    <message>
        <source>a date with a time</source>
        <translation>una fecha con hora</translation>
    </message>
    <message>
        <source>&quot;%1&quot; is not an address that a lesson can have. Possible are loopback addresses (&quot;127.0.0.1:0&quot;), &quot;0.0.0.0:0&quot;, &quot;@process.socket&quot;, &quot;127.0.0.2:@process.socket&quot; and, for sendto(), &quot;@sender&quot;.</source>
        <translation>«%1» no es una dirección que una lección pueda tener. Se admiten direcciones de loopback («127.0.0.1:0»), «0.0.0.0:0», «@proceso.socket», «127.0.0.2:@proceso.socket» y, en sendto(), «@sender».</translation>
    </message>
    <message>
        <source>&quot;answer&quot; asks for one thing of the run; possible are: %1.</source>
        <translation>«answer» pide una sola cosa de la ejecución; se admiten: %1.</translation>
    </message>
    <message>
        <source>This answer does not fit the kind of the question: &quot;landing&quot; and &quot;order&quot; go together with answers of the same name.</source>
        <translation>Esta respuesta no corresponde al tipo de la pregunta: «landing» y «order» van con las respuestas del mismo nombre.</translation>
    </message>
    <message>
        <source>No message of the script is named &quot;%1&quot;: the first one of client A is &quot;A1&quot;.</source>
        <translation>Ningún mensaje del guion se llama «%1»: el primero del cliente A es «A1».</translation>
    </message>
    <message>
        <source>&quot;{%1}&quot; is not something that a text can take from the run.</source>
        <translation>«{%1}» no es algo que un texto pueda tomar de la ejecución.</translation>
    </message>
    <message>
        <source>The lesson has no switch &quot;%1&quot;.</source>
        <translation>La lección no tiene ningún interruptor «%1».</translation>
    </message>
    <message>
        <source>The switch &quot;%1&quot; has no value &quot;%2&quot;; possible are: %3.</source>
        <translation>El interruptor «%1» no tiene el valor «%2»; son posibles: %3.</translation>
    </message>
    <message>
        <source>The values of all switches make more than %1 different lessons.</source>
        <translation>Los valores de todos los interruptores dan más de %1 lecciones distintas.</translation>
    </message>
    <message>
        <source>With all settings of the switches there are more than %1 calls to go through: take fewer values, or a shorter script.</source>
        <translation>Con todas las posiciones de los interruptores hay más de %1 llamadas que recorrer: poner menos valores, o un guion más corto.</translation>
    </message>
</context>
<context>
    <name>zocalo::text::WatchText</name>
    <message>
        <source>%1 is linked statically, so it is watched by ptrace, which makes it slower.</source>
        <translation>%1 está enlazado estáticamente: se observa por ptrace, que lo hace más lento.</translation>
    </message>
    <message>
        <source>%1 is a Go program, so it is watched by ptrace, which makes it slower.</source>
        <translation>%1 es un programa en Go: se observa por ptrace, que lo hace más lento.</translation>
    </message>
    <message>
        <source>%1 is watched by ptrace, as asked, which makes it slower.</source>
        <translation>%1 se observa por ptrace, como se pidió, que lo hace más lento.</translation>
    </message>
    <message>
        <source>%1 runs with rights of its own (setuid, setgid or capabilities), so the kernel lets nobody look into it: it runs, but its calls are not seen.</source>
        <translation>%1 se ejecuta con permisos propios (setuid, setgid o capacidades) y el kernel no deja que nadie mire dentro: se ejecuta, pero sus llamadas no se ven.</translation>
    </message>
    <message>
        <source>%1 is for another kind of processor or word size: it runs, but its calls are not seen.</source>
        <translation>%1 es para otro tipo de procesador o de tamaño de palabra: se ejecuta, pero sus llamadas no se ven.</translation>
    </message>
    <message>
        <source>ptrace is not allowed here (by a container, a security module, or because zocalo is being traced itself), so %1 is watched by the tap alone.</source>
        <translation>ptrace no está permitido aquí (por un contenedor, un módulo de seguridad, o porque zocalo mismo está siendo observado): %1 se observa solo por el tap.</translation>
    </message>
    <message>
        <source>%1 could be watched by ptrace only, which is not allowed here (by a container, a security module, or because zocalo is being traced itself): it runs, but its calls are not seen.</source>
        <translation>%1 solo se podría observar por ptrace, que no está permitido aquí (por un contenedor, un módulo de seguridad, o porque zocalo mismo está siendo observado): se ejecuta, pero sus llamadas no se ven.</translation>
    </message>
    <message>
        <source>%1 never joined the run, so nothing of what it did was seen. Is something else preloaded into it (LD_PRELOAD), or does it not load the C library?</source>
        <translation>%1 no llegó a unirse a la ejecución: no se vio nada de lo que hizo. ¿Se le precarga otra cosa (LD_PRELOAD), o no carga la biblioteca de C?</translation>
    </message>
    <message>
        <source>%1, started by the program, does not load the C library: its calls were not seen. With --ptrace they are.</source>
        <translation>%1, iniciado por el programa, no carga la biblioteca de C: sus llamadas no se han visto. Con --ptrace se ven.</translation>
    </message>
    <message>
        <source>%1 was started by the program without its environment, and so without the tap: its calls were not seen. With --ptrace they are.</source>
        <translation>El programa inició %1 sin su entorno, y por tanto sin el tap: sus llamadas no se han visto. Con --ptrace se ven.</translation>
    </message>
    <message>
        <source>%1, started by the program, runs with rights of its own (setuid, setgid or capabilities): its calls were not seen.</source>
        <translation>%1, iniciado por el programa, se ejecuta con derechos propios (setuid, setgid o capacidades): sus llamadas no se han visto.</translation>
    </message>
    <message>
        <source>%1, started by the program, is for another kind of processor or word size: its calls were not seen.</source>
        <translation>%1, iniciado por el programa, es para otro tipo de procesador o tamaño de palabra: sus llamadas no se han visto.</translation>
    </message>
    <message>
        <source>%1, started by a watched program, does not load the C library: its calls are not seen. If the program is watched by ptrace, they are.</source>
        <translation>%1, que inició un programa observado, no carga la biblioteca de C: sus llamadas no se ven. Si el programa se observa con ptrace, sí.</translation>
    </message>
    <message>
        <source>%1 was started by a watched program without its environment, and so without the tap: its calls are not seen. If the program is watched by ptrace, they are.</source>
        <translation>Un programa observado inició %1 sin su entorno, y por tanto sin el tap: sus llamadas no se ven. Si el programa se observa con ptrace, sí.</translation>
    </message>
    <message>
        <source>%1, started by a watched program, runs with rights of its own (setuid, setgid or capabilities): its calls are not seen.</source>
        <translation>%1, que inició un programa observado, se ejecuta con derechos propios (setuid, setgid o capacidades): sus llamadas no se ven.</translation>
    </message>
    <message>
        <source>%1, started by a watched program, is for another kind of processor or word size: its calls are not seen.</source>
        <translation>%1, que inició un programa observado, es para otro tipo de procesador u otro tamaño de palabra: sus llamadas no se ven.</translation>
    </message>
    <message>
        <source>There are more processes of which not everything is seen; they are not listed.</source>
        <translation>Hay más procesos de los que no se ve todo; no se enumeran.</translation>
    </message>
    <message numerus="yes">
        <source>%n packet(s) were not captured: they came faster than they could be taken.</source>
        <translation>
            <numerusform>%n paquete no se capturó: llegó más rápido de lo que podía recogerse.</numerusform>
            <numerusform>%n paquetes no se capturaron: llegaron más rápido de lo que podían recogerse.</numerusform>
        </translation>
    </message>
    <message>
        <source>%1 has an io_uring, set up by itself or inherited: what it may have sent and received through that was not seen, by ptrace neither.</source>
        <translation>%1 tiene un io_uring, preparado por él mismo o heredado: lo que haya podido enviar y recibir por ahí no se vio, y ptrace tampoco lo ve.</translation>
    </message>
    <message>
        <source>%1 has an io_uring, set up by itself or inherited: what it may send and receive through that is not seen, by ptrace neither.</source>
        <translation>%1 tiene un io_uring, preparado por él mismo o heredado: lo que pueda enviar y recibir por ahí no se ve, y ptrace tampoco lo ve.</translation>
    </message>
    <message>
        <source>%1 never joined the run, so nothing of what it did was seen.</source>
        <translation>%1 no llegó a unirse a la ejecución, así que no se vio nada de lo que hizo.</translation>
    </message>
    <message numerus="yes">
        <source>Not all calls were seen: by the kernel&apos;s counters %2 bytes went out and %3 were taken through %n socket(s) made by %1 that no recorded call has moved.</source>
        <translation>
            <numerusform>No se vieron todas las llamadas: según los contadores del kernel, por %n socket creado por %1 salieron %2 bytes y se tomaron %3 que ninguna llamada registrada movió.</numerusform>
            <numerusform>No se vieron todas las llamadas: según los contadores del kernel, por %n sockets creados por %1 salieron %2 bytes y se tomaron %3 que ninguna llamada registrada movió.</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>Not all calls were seen: by the kernel&apos;s counters %2 bytes went out and %3 were taken through %n socket(s) made by %1 that no recorded call has moved (the C library makes such calls inside itself, for fprintf() for instance). With --ptrace they are seen.</source>
        <translation>
            <numerusform>No se vieron todas las llamadas: según los contadores del kernel, por %n socket creado por %1 salieron %2 bytes y se tomaron %3 que ninguna llamada registrada movió (la biblioteca de C hace tales llamadas por dentro, por ejemplo para fprintf()). Con --ptrace se ven.</numerusform>
            <numerusform>No se vieron todas las llamadas: según los contadores del kernel, por %n sockets creados por %1 salieron %2 bytes y se tomaron %3 que ninguna llamada registrada movió (la biblioteca de C hace tales llamadas por dentro, por ejemplo para fprintf()). Con --ptrace se ven.</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>zocalo::view::AboutBox</name>
    <message>
        <source>About Zócalo</source>
        <translation>Acerca de Zócalo</translation>
    </message>
    <message>
        <source>&lt;b&gt;Zócalo %1&lt;/b&gt;&lt;p&gt;Which socket does a message land in, and why: genuine TCP and UDP sockets in genuine processes.&lt;/p&gt;</source>
        <translation>&lt;b&gt;Zócalo %1&lt;/b&gt;&lt;p&gt;A qué socket llega un mensaje, y por qué: sockets TCP y UDP auténticos en procesos auténticos.&lt;/p&gt;</translation>
    </message>
    <message>
        <source>Kernel</source>
        <translation>Kernel</translation>
    </message>
    <message>
        <source>System</source>
        <translation>Sistema</translation>
    </message>
    <message>
        <source>MIT licence; the fonts are under the SIL Open Font License.</source>
        <translation>Licencia MIT; las tipografías están bajo la SIL Open Font License.</translation>
    </message>
    <message>
        <source>not there</source>
        <translation>no está</translation>
    </message>
</context>
<context>
    <name>zocalo::view::ActionDesk</name>
    <message>
        <source>Add a &amp;client</source>
        <translation>Añadir un &amp;cliente</translation>
    </message>
    <message>
        <source>C&amp;onnect, or open a socket</source>
        <translation>C&amp;onectar, o abrir un socket</translation>
    </message>
    <message>
        <source>Open a s&amp;econd connection</source>
        <translation>Abrir una s&amp;egunda conexión</translation>
    </message>
    <message>
        <source>Send a &amp;message…</source>
        <translation>Enviar un &amp;mensaje…</translation>
    </message>
    <message>
        <source>&amp;Accept a connection</source>
        <translation>&amp;Aceptar una conexión</translation>
    </message>
    <message>
        <source>&amp;Receive</source>
        <translation>&amp;Recibir</translation>
    </message>
    <message>
        <source>End one &amp;direction</source>
        <translation>Terminar un &amp;sentido</translation>
    </message>
    <message>
        <source>C&amp;lose a socket</source>
        <translation>Cerrar un soc&amp;ket</translation>
    </message>
    <message>
        <source>&amp;Kill a process</source>
        <translation>Matar un &amp;proceso</translation>
    </message>
    <message>
        <source>&amp;Actions</source>
        <translation>A&amp;cciones</translation>
    </message>
    <message>
        <source>Calls may &amp;wait</source>
        <translation>Las llamadas pueden esperar (&amp;dormir)</translation>
    </message>
    <message>
        <source>accept() and recv() can be called although nothing is there: the process falls asleep.</source>
        <translation>accept() y recv() pueden llamarse aunque no haya nada: el proceso se duerme.</translation>
    </message>
    <message>
        <source>the run has ended</source>
        <translation>la ejecución ha terminado</translation>
    </message>
    <message>
        <source>this step is recorded: the run is at step %1</source>
        <translation>este paso está grabado: la ejecución va por el paso %1</translation>
    </message>
    <message>
        <source>%1  (%2)</source>
        <extracomment>an action, and why it is not possible now, or what comes of it</extracomment>
        <translation>%1  (%2)</translation>
    </message>
    <message>
        <source>%1 sends…</source>
        <translation>%1 envía…</translation>
    </message>
    <message>
        <source>a question is open: answer or skip it first</source>
        <translation>hay una pregunta abierta: antes hay que responderla o saltarla</translation>
    </message>
    <message>
        <source>two runs are shown</source>
        <translation>se muestran dos ejecuciones</translation>
    </message>
    <message>
        <source>only in a lesson&apos;s run</source>
        <translation>solo en la ejecución de una lección</translation>
    </message>
    <message>
        <source>there is no server</source>
        <translation>no hay servidor</translation>
    </message>
    <message>
        <source>there is no client</source>
        <translation>no hay cliente</translation>
    </message>
    <message>
        <source>there is no TCP connection</source>
        <translation>no hay conexión TCP</translation>
    </message>
    <message>
        <source>no socket listens</source>
        <translation>ningún socket escucha</translation>
    </message>
    <message>
        <source>there is no process</source>
        <translation>no hay proceso</translation>
    </message>
    <message>
        <source>no socket is open</source>
        <translation>ningún socket está abierto</translation>
    </message>
    <message>
        <source>no open socket can do that yet</source>
        <translation>ningún socket abierto puede hacerlo todavía</translation>
    </message>
    <message>
        <source>Sets the lesson aside. %1 begins it again.</source>
        <extracomment>an action of the user&apos;s; %1 is a key: Ctrl+R</extracomment>
        <translation>Deja la lección aparte. %1 la empieza de nuevo.</translation>
    </message>
    <message>
        <source>Any action sets the lesson aside</source>
        <translation>Toda acción deja la lección aparte</translation>
    </message>
</context>
<context>
    <name>zocalo::view::Banner</name>
    <message>
        <source>Dismiss</source>
        <translation>Cerrar</translation>
    </message>
    <message>
        <source>Dismiss this message</source>
        <translation>Cerrar este mensaje</translation>
    </message>
</context>
<context>
    <name>zocalo::view::ChoiceMenu</name>
    <message>
        <source>%1  (%2)</source>
        <extracomment>an action, and why it is not possible now, or what comes of it</extracomment>
        <translation>%1  (%2)</translation>
    </message>
    <message>
        <source>Kill the process %1, PID %2</source>
        <extracomment>%1 is a process (&quot;Client A&quot;)</extracomment>
        <translation>Matar el proceso %1, PID %2</translation>
    </message>
    <message>
        <source>%1, connection without a descriptor</source>
        <extracomment>%1 is a process; its child is a connection that waits in the accept queue</extracomment>
        <translation>%1, conexión sin descriptor</translation>
    </message>
    <message>
        <source>%1, fd %2 (%3)</source>
        <extracomment>%1 is a process, %2 a descriptor&apos;s number, %3 the process at the other end</extracomment>
        <translation>%1, fd %2 (%3)</translation>
    </message>
    <message>
        <source>%1, fd %2</source>
        <translation>%1, fd %2</translation>
    </message>
</context>
<context>
    <name>zocalo::view::CompareDesk</name>
    <message>
        <source>%1: %2</source>
        <translation>%1: %2</translation>
    </message>
    <message>
        <source>The recording is being read: %1 of %2 events. Esc gives it up.</source>
        <translation>Se lee la grabación: %1 de %2 eventos. Esc lo cancela.</translation>
    </message>
    <message>
        <source>The two runs are being compared…</source>
        <translation>Se comparan las dos ejecuciones…</translation>
    </message>
</context>
<context>
    <name>zocalo::view::CompareView</name>
    <message>
        <source>%1 (%2)</source>
        <extracomment>what a button does, and its key</extracomment>
        <translation>%1 (%2)</translation>
    </message>
    <message>
        <source>≠ First</source>
        <translation>≠ Primera</translation>
    </message>
    <message>
        <source>To the first difference</source>
        <translation>A la primera diferencia</translation>
    </message>
    <message>
        <source>≠ Previous</source>
        <translation>≠ Anterior</translation>
    </message>
    <message>
        <source>To the previous difference</source>
        <translation>A la diferencia anterior</translation>
    </message>
    <message>
        <source>≠ Next</source>
        <translation>≠ Siguiente</translation>
    </message>
    <message>
        <source>To the next difference</source>
        <translation>A la diferencia siguiente</translation>
    </message>
    <message>
        <source>In step</source>
        <translation>A la par</translation>
    </message>
    <message>
        <source>Moving one run moves the other, call by call</source>
        <translation>Al mover una ejecución se mueve la otra, llamada a llamada</translation>
    </message>
    <message>
        <source>Close</source>
        <translation>Cerrar</translation>
    </message>
    <message>
        <source>Back to one figure</source>
        <translation>Volver a una sola figura</translation>
    </message>
</context>
<context>
    <name>zocalo::view::ControlBar</name>
    <message>
        <source>Back to the start</source>
        <translation>Volver al inicio</translation>
    </message>
    <message>
        <source>Home</source>
        <translation>Inicio</translation>
    </message>
    <message>
        <source>One step back</source>
        <translation>Un paso atrás</translation>
    </message>
    <message>
        <source>Left arrow</source>
        <translation>Flecha izquierda</translation>
    </message>
    <message>
        <source>Play or pause</source>
        <translation>Reproducir o pausar</translation>
    </message>
    <message>
        <source>Space</source>
        <translation>Espacio</translation>
    </message>
    <message>
        <source>One step on</source>
        <translation>Un paso adelante</translation>
    </message>
    <message>
        <source>Right arrow</source>
        <translation>Flecha derecha</translation>
    </message>
    <message>
        <source>To the newest step</source>
        <translation>Al paso más reciente</translation>
    </message>
    <message>
        <source>End</source>
        <translation>Fin</translation>
    </message>
    <message>
        <source>Position in the run</source>
        <translation>Posición en la ejecución</translation>
    </message>
    <message>
        <source>Drag to go back to any step that was recorded</source>
        <translation>Arrastrar para volver a cualquier paso registrado</translation>
    </message>
    <message>
        <source>Speed</source>
        <translation>Velocidad</translation>
    </message>
    <message>
        <source>%1×</source>
        <extracomment>a speed: 2×</extracomment>
        <translation>%1×</translation>
    </message>
    <message>
        <source>Step %1</source>
        <translation>Paso %1</translation>
    </message>
    <message>
        <source>Step %1 of %2</source>
        <translation>Paso %1 de %2</translation>
    </message>
    <message>
        <source>Recorded. The run is at step %1.</source>
        <translation>Registrado. La ejecución va por el paso %1.</translation>
    </message>
    <message>
        <source>The run has ended.</source>
        <translation>La ejecución terminó.</translation>
    </message>
    <message>
        <source>Live</source>
        <translation>En vivo</translation>
    </message>
    <message>
        <source>Live: the processes wait.</source>
        <translation>En vivo: los procesos esperan.</translation>
    </message>
    <message>
        <source>The run holds: all is still open. Double click on anything to act on it.</source>
        <translation>La ejecución espera: todo sigue abierto. Doble clic en cualquier cosa para actuar sobre ella.</translation>
    </message>
    <message>
        <source>Live: the programs run freely.</source>
        <translation>En vivo: los programas se ejecutan libremente.</translation>
    </message>
    <message>
        <source>A question is open (F4).</source>
        <translation>Hay una pregunta abierta (F4).</translation>
    </message>
    <message>
        <source>Programs</source>
        <translation>Programas</translation>
    </message>
    <message>
        <source>Free</source>
        <extracomment>How the programs that are watched go on</extracomment>
        <translation>Libre</translation>
    </message>
    <message>
        <source>Slow</source>
        <translation>Lento</translation>
    </message>
    <message>
        <source>Step</source>
        <translation>Paso</translation>
    </message>
    <message>
        <source>They run as if nobody looked</source>
        <translation>Se ejecutan como si nadie mirara</translation>
    </message>
    <message>
        <source>Each is held for a moment at the beginning and at the end of each call</source>
        <translation>Cada uno se detiene un momento al principio y al final de cada llamada</translation>
    </message>
    <message>
        <source>Each is held at the beginning and at the end of each call, until you let it go on</source>
        <translation>Cada uno se detiene al principio y al final de cada llamada, hasta que se lo deja seguir</translation>
    </message>
    <message>
        <source>Live: the programs go on slowly.</source>
        <translation>En vivo: los programas siguen despacio.</translation>
    </message>
    <message>
        <source>Recorded.</source>
        <translation>Registrado.</translation>
    </message>
    <message>
        <source>Watched no more: the programs go on.</source>
        <translation>Ya no se observan: los programas continúan.</translation>
    </message>
    <message>
        <source>The recording stops here: the run may have gone on.</source>
        <translation>La grabación se corta aquí: la ejecución pudo continuar.</translation>
    </message>
    <message>
        <source>Watched no more.</source>
        <translation>Ya no se observan.</translation>
    </message>
    <message>
        <source>The recording stops here.</source>
        <translation>La grabación se corta aquí.</translation>
    </message>
    <message>
        <source>The run holds.</source>
        <translation>La ejecución espera.</translation>
    </message>
    <message>
        <source>Free play.</source>
        <translation>Juego libre.</translation>
    </message>
    <message>
        <source>Live: they wait.</source>
        <translation>En vivo: esperan.</translation>
    </message>
    <message>
        <source>Live: slowly.</source>
        <translation>En vivo: despacio.</translation>
    </message>
    <message>
        <source>Live: freely.</source>
        <translation>En vivo: libremente.</translation>
    </message>
    <message>
        <source>Free play: the lesson is set aside. %1 begins it again.</source>
        <extracomment>%1 is a key: Ctrl+R</extracomment>
        <translation>Juego libre: la lección queda aparte. %1 la empieza de nuevo.</translation>
    </message>
    <message>
        <source>Live: each stops at its calls until it is let go on.</source>
        <translation>En vivo: cada uno se detiene en sus llamadas hasta que se lo deje seguir.</translation>
    </message>
    <message>
        <source>Live: step by step.</source>
        <translation>En vivo: paso a paso.</translation>
    </message>
</context>
<context>
    <name>zocalo::view::FigureView</name>
    <message>
        <source>Figure</source>
        <translation>Figura</translation>
    </message>
</context>
<context>
    <name>zocalo::view::GoOn</name>
    <message>
        <source>Go on</source>
        <translation>Seguir</translation>
    </message>
    <message>
        <source>Let %1 go on</source>
        <translation>Dejar seguir a %1</translation>
    </message>
</context>
<context>
    <name>zocalo::view::HoldBar</name>
    <message>
        <source>%1: before %2</source>
        <extracomment>who: held before a call</extracomment>
        <translation>%1: antes de %2</translation>
    </message>
    <message>
        <source>%1: after %2</source>
        <translation>%1: después de %2</translation>
    </message>
    <message>
        <source>%1: inside %2</source>
        <translation>%1: dentro de %2</translation>
    </message>
    <message>
        <source>%1: makes no call</source>
        <translation>%1: no hace ninguna llamada</translation>
    </message>
    <message>
        <source>it is not held</source>
        <translation>no está detenido</translation>
    </message>
    <message>
        <source>Stop watching</source>
        <translation>Dejar de observar</translation>
    </message>
    <message>
        <source>All go on, unobserved; what was seen stays</source>
        <translation>Todos siguen, sin ser vistos; lo visto se conserva</translation>
    </message>
    <message>
        <source>Lets it go on to the beginning or end of a call</source>
        <translation>Lo deja seguir hasta el principio o el final de una llamada</translation>
    </message>
    <message>
        <source>It is not held</source>
        <translation>No está detenido</translation>
    </message>
    <message>
        <source>Nobody is held: they wait inside their calls, or make none.</source>
        <translation>Nadie está detenido: esperan dentro de sus llamadas, o no hacen ninguna.</translation>
    </message>
    <message numerus="yes">
        <source>%n held at the gate of its call.</source>
        <translation>
            <numerusform>%n detenido a la puerta de su llamada.</numerusform>
            <numerusform>%n detenidos a la puerta de su llamada.</numerusform>
        </translation>
    </message>
    <message>
        <source>The rest of the world goes on: time-outs run out, and the kernel takes connections and data for who is held.</source>
        <translation>El resto del mundo sigue: los plazos se agotan, y el kernel recibe conexiones y datos para quien está detenido.</translation>
    </message>
    <message>
        <source>Other threads of %1 may wait meanwhile for a lock that the held one owns.</source>
        <translation>Otros hilos de %1 pueden estar esperando un cerrojo que tiene el detenido.</translation>
    </message>
    <message>
        <source>The picture shows step %1; this is how it is at step %2, the newest.</source>
        <translation>La figura muestra el paso %1; aquí se ve cómo está en el paso %2, el último.</translation>
    </message>
</context>
<context>
    <name>zocalo::view::JoinDialog</name>
    <message>
        <source>Watch from a container, or as another user</source>
        <translation>Observar desde un contenedor, o como otro usuario</translation>
    </message>
    <message>
        <source>Your own programs need nothing but &quot;zocalo watch&quot;. One of another user, such as a container&apos;s root, has to show this window&apos;s token, which is good until the window is closed. Start it there so. A container has to see the folder %1 and zocalo&apos;s own files; if it sees the folder elsewhere, ZOCALO_DOOR says where.</source>
        <translation>Los programas propios no necesitan más que &quot;zocalo watch&quot;. Uno de otro usuario, como el root de un contenedor, tiene que mostrar el token de esta ventana, que vale hasta que se cierre. Iniciarlo allí así. Un contenedor tiene que ver la carpeta %1 y los archivos de zocalo; si ve la carpeta en otro lugar, ZOCALO_DOOR dice dónde.</translation>
    </message>
    <message>
        <source>&amp;Copy</source>
        <translation>&amp;Copiar</translation>
    </message>
</context>
<context>
    <name>zocalo::view::KeyReasons</name>
    <message>
        <source>%1  (%2)</source>
        <extracomment>what a key does, and why it is not possible now</extracomment>
        <translation>%1  (%2)</translation>
    </message>
</context>
<context>
    <name>zocalo::view::KeysPage</name>
    <message>
        <source>Keyboard and mouse</source>
        <translation>Teclado y ratón</translation>
    </message>
    <message>
        <source>In the figure</source>
        <translation>En la figura</translation>
    </message>
    <message>
        <source>Click, Tab, Up, Down</source>
        <translation>Clic, Tab, Arriba, Abajo</translation>
    </message>
    <message>
        <source>Select a process, a socket or a message: all that is known of it</source>
        <translation>Elegir un proceso, un socket o un mensaje: todo lo que se sabe de él</translation>
    </message>
    <message>
        <source>Double click, right click, Enter</source>
        <translation>Doble clic, clic derecho, Intro</translation>
    </message>
    <message>
        <source>What can be done with it</source>
        <translation>Lo que se puede hacer con él</translation>
    </message>
    <message>
        <source>Drag</source>
        <translation>Arrastrar</translation>
    </message>
    <message>
        <source>Take the picture into another program</source>
        <translation>Llevar la imagen a otro programa</translation>
    </message>
    <message>
        <source>Esc</source>
        <translation>Esc</translation>
    </message>
    <message>
        <source>Select nothing</source>
        <translation>No elegir nada</translation>
    </message>
    <message>
        <source>At the projector</source>
        <translation>En el proyector</translation>
    </message>
    <message>
        <source>Page Down, Page Up, Space</source>
        <translation>Av Pág, Re Pág, Espacio</translation>
    </message>
    <message>
        <source>One step on, one step back, play or pause</source>
        <translation>Un paso adelante, un paso atrás, reproducir o pausar</translation>
    </message>
    <message>
        <source>B</source>
        <translation>B</translation>
    </message>
    <message>
        <source>Black screen, and back</source>
        <translation>Pantalla negra, y volver</translation>
    </message>
    <message>
        <source>L</source>
        <translation>L</translation>
    </message>
    <message>
        <source>A light around the pointer</source>
        <translation>Una luz alrededor del puntero</translation>
    </message>
    <message>
        <source>Back to the window</source>
        <translation>Volver a la ventana</translation>
    </message>
</context>
<context>
    <name>zocalo::view::LessonDesk</name>
    <message>
        <source>Export the answers</source>
        <translation>Exportar las respuestas</translation>
    </message>
    <message>
        <source>Table (*.csv)</source>
        <translation>Tabla (*.csv)</translation>
    </message>
    <message>
        <source>Forget the answers</source>
        <translation>Olvidar las respuestas</translation>
    </message>
    <message>
        <source>All answers that were kept on this machine are deleted.</source>
        <translation>Se borran todas las respuestas guardadas en este equipo.</translation>
    </message>
</context>
<context>
    <name>zocalo::view::LoadingBar</name>
    <message>
        <source>Reading the recording…</source>
        <translation>Leyendo la grabación…</translation>
    </message>
    <message>
        <source>How much of the recording was read</source>
        <translation>Cuánto de la grabación se ha leído</translation>
    </message>
    <message>
        <source>Stop reading</source>
        <translation>Dejar de leer</translation>
    </message>
    <message>
        <source>What was read until then can be looked at</source>
        <translation>Lo leído hasta entonces se puede ver</translation>
    </message>
</context>
<context>
    <name>zocalo::view::MainWindow</name>
    <message>
        <source>Run again</source>
        <translation>Ejecutar de nuevo</translation>
    </message>
    <message>
        <source>%1 – Zócalo</source>
        <translation>%1 – Zócalo</translation>
    </message>
    <message>
        <source>Clients</source>
        <translation>Clientes</translation>
    </message>
    <message>
        <source>How many clients, from 1 to %1:</source>
        <translation>Cuántos clientes, de 1 a %1:</translation>
    </message>
    <message>
        <source>Lessons (*.toml)</source>
        <translation>Lecciones (*.toml)</translation>
    </message>
    <message>
        <source>All files (*)</source>
        <translation>Todos los archivos (*)</translation>
    </message>
    <message numerus="yes">
        <source>%n more faults: &quot;zocalo check&quot; tells all of them.</source>
        <translation>
            <numerusform>%n fallo más: &quot;zocalo check&quot; los dice todos.</numerusform>
            <numerusform>%n fallos más: &quot;zocalo check&quot; los dice todos.</numerusform>
        </translation>
    </message>
    <message>
        <source>Space plays and pauses, the arrows go a step on or back. A click on anything tells all that is known of it, a double click what can be done with it. F1 shows all keys.</source>
        <translation>La barra espaciadora reproduce y pausa, las flechas van un paso adelante o atrás. Un clic sobre cualquier cosa dice todo lo que se sabe de ella, un doble clic lo que se puede hacer con ella. F1 muestra todas las teclas.</translation>
    </message>
    <message>
        <source>Got it</source>
        <translation>Entendido</translation>
    </message>
    <message>
        <source>Open a lesson or a recording</source>
        <translation>Abrir una lección o una grabación</translation>
    </message>
    <message>
        <source>Lessons and recordings (*.toml *.zocalo)</source>
        <translation>Lecciones y grabaciones (*.toml *.zocalo)</translation>
    </message>
    <message>
        <source>Recordings (*.zocalo)</source>
        <translation>Grabaciones (*.zocalo)</translation>
    </message>
    <message>
        <source>A program came to be watched. The run that was here is kept in %1</source>
        <translation>Llegó un programa para observarlo. La ejecución que estaba aquí se guardó en %1</translation>
    </message>
    <message>
        <source>Compare with another recording</source>
        <translation>Comparar con otra grabación</translation>
    </message>
    <message>
        <source>The reading was stopped: what can be looked at ends at step %1, and the recording goes on after it.</source>
        <translation>Se dejó de leer: lo que se puede ver termina en el paso %1 y la grabación sigue después.</translation>
    </message>
    <message>
        <source>Saved as %1.</source>
        <translation>Guardado como %1.</translation>
    </message>
    <message numerus="yes">
        <source>Watched no more: %n programs go on as if nobody had looked. What was seen until now stays, and can be saved.</source>
        <translation>
            <numerusform>Ya no se observa: %n programa sigue por su cuenta. Lo visto hasta ahora queda aquí, y se puede guardar.</numerusform>
            <numerusform>Ya no se observa: %n programas siguen por su cuenta. Lo visto hasta ahora queda aquí, y se puede guardar.</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>zocalo::view::PanelDocks</name>
    <message>
        <source>&amp;Panels</source>
        <translation>&amp;Paneles</translation>
    </message>
    <message>
        <source>Panels back to their places</source>
        <translation>Devolver los paneles a su lugar</translation>
    </message>
</context>
<context>
    <name>zocalo::view::PictureActions</name>
    <message>
        <source>Save picture</source>
        <translation>Guardar la imagen</translation>
    </message>
    <message>
        <source>A picture is written as .png, .svg or .pdf: %1 has another ending.</source>
        <translation>Una imagen se escribe como .png, .svg o .pdf: %1 tiene otra terminación.</translation>
    </message>
    <message>
        <source>The picture is in %1</source>
        <translation>La imagen está en %1</translation>
    </message>
    <message>
        <source>The picture was copied</source>
        <translation>La imagen se ha copiado</translation>
    </message>
</context>
<context>
    <name>zocalo::view::PictureDialog</name>
    <message>
        <source>Save picture</source>
        <translation>Guardar la imagen</translation>
    </message>
    <message>
        <source>PNG picture</source>
        <translation>Imagen PNG</translation>
    </message>
    <message>
        <source>SVG drawing, looks the same everywhere</source>
        <translation>Dibujo SVG, se ve igual en todas partes</translation>
    </message>
    <message>
        <source>SVG drawing, its text can be edited</source>
        <translation>Dibujo SVG, su texto se puede editar</translation>
    </message>
    <message>
        <source>PDF page</source>
        <translation>Página PDF</translation>
    </message>
    <message>
        <source>1920 × 1080</source>
        <translation>1920 × 1080</translation>
    </message>
    <message>
        <source>3840 × 2160</source>
        <translation>3840 × 2160</translation>
    </message>
    <message>
        <source>As shown</source>
        <translation>Como en la ventana</translation>
    </message>
    <message>
        <source>Notes (white, for print)</source>
        <translation>Apuntes (blanco, para imprimir)</translation>
    </message>
    <message>
        <source>&amp;Kind of file</source>
        <translation>&amp;Tipo de archivo</translation>
    </message>
    <message>
        <source>&amp;Pixels</source>
        <translation>&amp;Píxeles</translation>
    </message>
    <message>
        <source>&amp;Colours</source>
        <translation>&amp;Colores</translation>
    </message>
    <message>
        <source>A drawing has no pixels: it is sharp in every size</source>
        <translation>Un dibujo no tiene píxeles: es nítido en cualquier tamaño</translation>
    </message>
</context>
<context>
    <name>zocalo::view::ProgramDesk</name>
    <message numerus="yes">
        <source>%n programs run already</source>
        <translation>
            <numerusform>ya hay %n programa en ejecución</numerusform>
            <numerusform>ya hay %n programas en ejecución</numerusform>
        </translation>
    </message>
    <message>
        <source>Programs that run</source>
        <translation>Programas en ejecución</translation>
    </message>
    <message numerus="yes">
        <source>%n programs that were started here still run, and end with this window. Close it?</source>
        <translation>
            <numerusform>%n programa iniciado aquí sigue en ejecución, y termina con esta ventana. ¿Cerrarla?</numerusform>
            <numerusform>%n programas iniciados aquí siguen en ejecución, y terminan con esta ventana. ¿Cerrarla?</numerusform>
        </translation>
    </message>
    <message>
        <source>End them</source>
        <translation>Terminarlos</translation>
    </message>
    <message>
        <source>Cancel</source>
        <translation>Cancelar</translation>
    </message>
</context>
<context>
    <name>zocalo::view::ProgramDialog</name>
    <message>
        <source>Watch a program</source>
        <translation>Observar un programa</translation>
    </message>
    <message>
        <source>The program runs as it is, nothing of it is changed: its sockets appear in the figure, what it prints in the panel &quot;Programs&quot;. Several of them, a server and its clients, share one figure.</source>
        <translation>El programa se ejecuta tal cual, sin cambiarle nada: sus sockets aparecen en la figura; lo que escribe, en el panel &quot;Programas&quot;. Varios, un servidor y sus clientes, comparten una figura.</translation>
    </message>
    <message>
        <source>&amp;Command:</source>
        <translation>&amp;Comando:</translation>
    </message>
    <message>
        <source>Choose the program&apos;s file</source>
        <translation>Elegir el archivo del programa</translation>
    </message>
    <message>
        <source>&amp;Folder:</source>
        <translation>C&amp;arpeta:</translation>
    </message>
    <message>
        <source>Choose the folder that it starts in</source>
        <translation>Elegir la carpeta en la que empieza</translation>
    </message>
    <message>
        <source>&amp;Name in the figure:</source>
        <translation>&amp;Nombre en la figura:</translation>
    </message>
    <message>
        <source>that of the program</source>
        <translation>el del programa</translation>
    </message>
    <message>
        <source>By &amp;ptrace: slower, and sees what the C library does inside itself</source>
        <translation>Por &amp;ptrace: más lento, y ve lo que la biblioteca de C hace por dentro</translation>
    </message>
    <message>
        <source>&amp;Examples</source>
        <translation>&amp;Ejemplos</translation>
    </message>
    <message>
        <source>&amp;Watch</source>
        <translation>&amp;Observar</translation>
    </message>
    <message>
        <source>Why it could not be started</source>
        <translation>Por qué no se pudo iniciar</translation>
    </message>
    <message>
        <source>Which program is to be watched?</source>
        <translation>¿Qué programa se va a observar?</translation>
    </message>
    <message>
        <source>Which folder does it start in?</source>
        <translation>¿En qué carpeta empieza?</translation>
    </message>
    <message>
        <source>A quotation mark in the command has no other half.</source>
        <translation>En el comando hay unas comillas sin cerrar.</translation>
    </message>
    <message>
        <source>&quot;%1&quot; means something to a shell only, and no shell reads this command. Put it between &apos; &apos;, or write sh -c &apos;…&apos;.</source>
        <translation>&quot;%1&quot; solo significa algo para un shell, y este comando no lo lee ningún shell. Escribirlo entre &apos; &apos;, o usar sh -c &apos;…&apos;.</translation>
    </message>
    <message>
        <source>Write a command first, for example: python3 server.py</source>
        <translation>Falta escribir un comando; por ejemplo: python3 server.py</translation>
    </message>
    <message>
        <source>There is no folder &quot;%1&quot; that can be read.</source>
        <translation>No hay ninguna carpeta &quot;%1&quot; que se pueda leer.</translation>
    </message>
    <message>
        <source>%1 is run by another program. Write: %2</source>
        <translation>A %1 lo ejecuta otro programa. Escribir: %2</translation>
    </message>
    <message>
        <source>%1 is in the folder, but a command alone is looked for elsewhere. Write: ./%1</source>
        <translation>%1 está en la carpeta, pero un comando solo se busca en otros lugares. Escribir: ./%1</translation>
    </message>
    <message>
        <source>Tell the &amp;lines of its code that make the calls</source>
        <translation>Decir las &amp;líneas de su código que hacen las llamadas</translation>
    </message>
</context>
<context>
    <name>zocalo::view::Projector</name>
    <message>
        <source>Zócalo at the projector</source>
        <translation>Zócalo en el proyector</translation>
    </message>
    <message>
        <source>The figure is at the projector. F5 brings it back.</source>
        <translation>La figura está en el proyector. F5 la trae de vuelta.</translation>
    </message>
    <message>
        <source>Page Down: go on, the run answers.</source>
        <translation>Av Pág: seguir, la ejecución responde.</translation>
    </message>
    <message>
        <source>Page Down: go on.</source>
        <translation>Av Pág: seguir.</translation>
    </message>
</context>
<context>
    <name>zocalo::view::RecentFiles</name>
    <message>
        <source>Open &amp;again</source>
        <translation>Abrir de &amp;nuevo</translation>
    </message>
    <message>
        <source>%1  (no longer there)</source>
        <extracomment>the name of a file</extracomment>
        <translation>%1  (ya no está)</translation>
    </message>
    <message>
        <source>&amp;Forget these files</source>
        <translation>&amp;Olvidar estos archivos</translation>
    </message>
    <message>
        <source>Open &amp;again  (no file was opened yet)</source>
        <translation>Abrir de &amp;nuevo  (aún no se abrió ningún archivo)</translation>
    </message>
</context>
<context>
    <name>zocalo::view::RunFiles</name>
    <message>
        <source>Save run</source>
        <translation>Guardar la ejecución</translation>
    </message>
    <message>
        <source>Recordings (*.zocalo)</source>
        <translation>Grabaciones (*.zocalo)</translation>
    </message>
    <message>
        <source>Save what was done in this run before it is closed?</source>
        <translation>¿Guardar lo que se hizo en esta ejecución antes de cerrarla?</translation>
    </message>
    <message>
        <source>Save</source>
        <translation>Guardar</translation>
    </message>
    <message>
        <source>Do not save</source>
        <translation>No guardar</translation>
    </message>
    <message>
        <source>Cancel</source>
        <translation>Cancelar</translation>
    </message>
    <message>
        <source>The lesson is in %1</source>
        <translation>La lección está en %1</translation>
    </message>
    <message>
        <source>Save run as a lesson</source>
        <translation>Guardar la ejecución como lección</translation>
    </message>
    <message>
        <source>Lessons (*.toml)</source>
        <translation>Lecciones (*.toml)</translation>
    </message>
    <message numerus="yes">
        <source>%n messages are too long, or no text, and are sent otherwise.</source>
        <translation>
            <numerusform>%n mensaje es demasiado largo o no es texto, y se envía de otro modo.</numerusform>
            <numerusform>%n mensajes son demasiado largos o no son texto, y se envían de otro modo.</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n calls were left out: a lesson cannot make them, or they have not returned.</source>
        <translation>
            <numerusform>Se ha omitido %n llamada: una lección no puede hacerla, o no ha retornado.</numerusform>
            <numerusform>Se han omitido %n llamadas: una lección no puede hacerlas, o no han retornado.</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n segment(s): %1</source>
        <translation>
            <numerusform>%n segmento: %1</numerusform>
            <numerusform>%n segmentos: %1</numerusform>
        </translation>
    </message>
    <message>
        <source>Save segments</source>
        <translation>Guardar segmentos</translation>
    </message>
    <message>
        <source>Captures (*.pcapng)</source>
        <translation>Capturas (*.pcapng)</translation>
    </message>
</context>
<context>
    <name>zocalo::view::SelectionObstacle</name>
    <message>
        <source>what is selected is of no process of the lesson</source>
        <translation>lo seleccionado no es de ningún proceso de la lección</translation>
    </message>
    <message>
        <source>the socket is closed</source>
        <translation>el socket está cerrado</translation>
    </message>
    <message>
        <source>UDP has no connections</source>
        <translation>UDP no tiene conexiones</translation>
    </message>
    <message>
        <source>this socket does not listen</source>
        <translation>este socket no escucha</translation>
    </message>
    <message>
        <source>a listening socket has no connection of its own</source>
        <translation>un socket de escucha no tiene conexión propia</translation>
    </message>
    <message>
        <source>no client has a socket yet</source>
        <translation>ningún cliente tiene socket todavía</translation>
    </message>
    <message>
        <source>a listening socket carries no messages</source>
        <translation>por un socket de escucha no pasan mensajes</translation>
    </message>
    <message>
        <source>there is no server</source>
        <translation>no hay servidor</translation>
    </message>
    <message>
        <source>a server does not connect: its clients do</source>
        <translation>un servidor no se conecta: lo hacen sus clientes</translation>
    </message>
    <message>
        <source>there is no process</source>
        <translation>no hay proceso</translation>
    </message>
    <message>
        <source>it has no open socket</source>
        <translation>no tiene ningún socket abierto</translation>
    </message>
    <message>
        <source>none of its sockets listens</source>
        <translation>ninguno de sus sockets escucha</translation>
    </message>
    <message>
        <source>a client has no socket that listens</source>
        <translation>un cliente no tiene sockets que escuchen</translation>
    </message>
    <message>
        <source>it has no connection yet</source>
        <translation>todavía no tiene conexión</translation>
    </message>
</context>
<context>
    <name>zocalo::view::TruthDesk</name>
    <message>
        <source>Cop&amp;y these details</source>
        <translation>Cop&amp;iar estos detalles</translation>
    </message>
    <message>
        <source>Show the de&amp;tails of what is selected</source>
        <translation>Mostrar los de&amp;talles de lo seleccionado</translation>
    </message>
    <message>
        <source>Cop&amp;y these details  (nothing is selected)</source>
        <translation>Cop&amp;iar estos detalles  (nada está seleccionado)</translation>
    </message>
</context>
<context>
    <name>zocalo::view::ViewHistory</name>
    <message>
        <source>detail</source>
        <translation>detalle</translation>
    </message>
    <message>
        <source>colours</source>
        <translation>colores</translation>
    </message>
    <message>
        <source>language</source>
        <translation>idioma</translation>
    </message>
    <message>
        <source>panels</source>
        <translation>paneles</translation>
    </message>
    <message>
        <source>Choices of the view can be undone; what a run has done cannot be taken back</source>
        <translation>Se puede deshacer lo elegido para la vista; lo que hizo una ejecución no tiene vuelta atrás</translation>
    </message>
    <message>
        <source>&amp;Undo: %1</source>
        <translation>&amp;Deshacer: %1</translation>
    </message>
    <message>
        <source>&amp;Undo</source>
        <translation>&amp;Deshacer</translation>
    </message>
    <message>
        <source>&amp;Redo: %1</source>
        <translation>&amp;Rehacer: %1</translation>
    </message>
    <message>
        <source>&amp;Redo</source>
        <translation>&amp;Rehacer</translation>
    </message>
    <message>
        <source>Undone: %1</source>
        <translation>Deshecho: %1</translation>
    </message>
    <message>
        <source>Done again: %1</source>
        <translation>Rehecho: %1</translation>
    </message>
    <message>
        <source>what genuine processes have done cannot be taken back</source>
        <translation>lo que hicieron procesos auténticos no se puede deshacer</translation>
    </message>
</context>
<context>
    <name>zocalo::view::Window</name>
    <message>
        <source>There is no display to open a window on. Without one, &quot;zocalo figure accept-vs-recvfrom -o figure.png&quot; draws the picture into a file.</source>
        <translation>No hay pantalla para abrir una ventana. Sin ella, «zocalo figure accept-vs-recvfrom -o figure.png» dibuja la imagen en un archivo.</translation>
    </message>
</context>
<context>
    <name>zocalo::view::WindowActions</name>
    <message>
        <source>&amp;File</source>
        <translation>&amp;Archivo</translation>
    </message>
    <message>
        <source>&amp;Run</source>
        <translation>E&amp;jecución</translation>
    </message>
    <message>
        <source>&amp;View</source>
        <translation>&amp;Ver</translation>
    </message>
    <message>
        <source>&amp;Help</source>
        <translation>A&amp;yuda</translation>
    </message>
    <message>
        <source>&amp;Save picture…</source>
        <translation>Guardar la &amp;imagen…</translation>
    </message>
    <message>
        <source>&amp;Copy picture</source>
        <translation>&amp;Copiar la imagen</translation>
    </message>
    <message>
        <source>&amp;Quit</source>
        <translation>&amp;Salir</translation>
    </message>
    <message>
        <source>&amp;Play or pause</source>
        <translation>&amp;Reproducir o pausar</translation>
    </message>
    <message>
        <source>One step &amp;on</source>
        <translation>Un paso a&amp;delante</translation>
    </message>
    <message>
        <source>One step &amp;back</source>
        <translation>Un paso a&amp;trás</translation>
    </message>
    <message>
        <source>Back to the &amp;start</source>
        <translation>&amp;Volver al inicio</translation>
    </message>
    <message>
        <source>To the &amp;newest step</source>
        <translation>Al paso más recient&amp;e</translation>
    </message>
    <message>
        <source>&amp;Faster</source>
        <translation>&amp;Más rápido</translation>
    </message>
    <message>
        <source>S&amp;lower</source>
        <translation>Más &amp;lento</translation>
    </message>
    <message>
        <source>Run &amp;again, with new processes</source>
        <translation>Ejecutar de &amp;nuevo, con procesos nuevos</translation>
    </message>
    <message>
        <source>&amp;Clients</source>
        <translation>&amp;Clientes</translation>
    </message>
    <message numerus="yes">
        <source>%n clients</source>
        <translation>
            <numerusform>%n cliente</numerusform>
            <numerusform>%n clientes</numerusform>
        </translation>
    </message>
    <message>
        <source>TCP and UDP, side by side</source>
        <translation>TCP y UDP, lado a lado</translation>
    </message>
    <message>
        <source>TCP alone</source>
        <translation>Solo TCP</translation>
    </message>
    <message>
        <source>UDP alone</source>
        <translation>Solo UDP</translation>
    </message>
    <message>
        <source>&amp;Detail</source>
        <translation>&amp;Detalle</translation>
    </message>
    <message>
        <source>&amp;Idea: which socket</source>
        <translation>&amp;Idea: a qué socket</translation>
    </message>
    <message>
        <source>&amp;Mechanism: why that socket</source>
        <translation>&amp;Mecanismo: por qué a ese socket</translation>
    </message>
    <message>
        <source>&amp;Colours</source>
        <translation>C&amp;olores</translation>
    </message>
    <message>
        <source>Light</source>
        <translation>Claro</translation>
    </message>
    <message>
        <source>Notes (white, for print)</source>
        <translation>Apuntes (blanco, para imprimir)</translation>
    </message>
    <message>
        <source>Dark</source>
        <translation>Oscuro</translation>
    </message>
    <message>
        <source>High contrast</source>
        <translation>Alto contraste</translation>
    </message>
    <message>
        <source>&amp;Language</source>
        <translation>&amp;Idioma</translation>
    </message>
    <message>
        <source>&amp;Reduced motion</source>
        <translation>Movimiento &amp;reducido</translation>
    </message>
    <message>
        <source>&amp;Full screen</source>
        <translation>Pantalla &amp;completa</translation>
    </message>
    <message>
        <source>&amp;About Zócalo</source>
        <translation>&amp;Acerca de Zócalo</translation>
    </message>
    <message>
        <source>&amp;Lesson</source>
        <translation>&amp;Lección</translation>
    </message>
    <message>
        <source>%1  %2</source>
        <extracomment>A lesson in the path: its number, and its title</extracomment>
        <translation>%1  %2</translation>
    </message>
    <message>
        <source>One client and its server</source>
        <translation>Un cliente y su servidor</translation>
    </message>
    <message>
        <source>&amp;Everything: with code, kernel&apos;s table and timeline</source>
        <translation>&amp;Todo: con el código, la tabla del kernel y la línea de tiempo</translation>
    </message>
    <message>
        <source>Save &amp;run as…</source>
        <translation>Guardar la &amp;ejecución como…</translation>
    </message>
    <message>
        <source>this lesson has not both protocols</source>
        <translation>esta lección no tiene ambos protocolos</translation>
    </message>
    <message>
        <source>this picture has one client</source>
        <translation>esta imagen tiene un cliente</translation>
    </message>
    <message numerus="yes">
        <source>this lesson has up to %n clients</source>
        <translation>
            <numerusform>esta lección tiene hasta %n cliente</numerusform>
            <numerusform>esta lección tiene hasta %n clientes</numerusform>
        </translation>
    </message>
    <message>
        <source>this is the start</source>
        <translation>este es el comienzo</translation>
    </message>
    <message>
        <source>the lesson is set aside: what comes next is an action of yours</source>
        <translation>la lección quedó aparte: lo que sigue es una acción propia</translation>
    </message>
    <message>
        <source>the run has ended</source>
        <translation>la ejecución terminó</translation>
    </message>
    <message>
        <source>this is the newest step</source>
        <translation>este es el paso más reciente</translation>
    </message>
    <message>
        <source>this is the fastest</source>
        <translation>es la más rápida</translation>
    </message>
    <message>
        <source>this is the slowest</source>
        <translation>es la más lenta</translation>
    </message>
    <message>
        <source>%1  (%2)</source>
        <extracomment>an entry of a menu, and why it is not possible now</extracomment>
        <translation>%1  (%2)</translation>
    </message>
    <message>
        <source>&amp;Edit</source>
        <translation>&amp;Edición</translation>
    </message>
    <message>
        <source>&amp;Keyboard and mouse</source>
        <translation>&amp;Teclado y ratón</translation>
    </message>
    <message>
        <source>&amp;Open a lesson or a recording…</source>
        <translation>&amp;Abrir una lección o una grabación…</translation>
    </message>
    <message>
        <source>Save run as a &amp;lesson…</source>
        <translation>Guardar la ejecución como &amp;lección…</translation>
    </message>
    <message>
        <source>&amp;Watch a program…</source>
        <translation>Observar un &amp;programa…</translation>
    </message>
    <message>
        <source>only in the laboratory are segments captured</source>
        <translation>solo en el laboratorio se capturan segmentos</translation>
    </message>
    <message>
        <source>a question is open</source>
        <translation>hay una pregunta abierta</translation>
    </message>
    <message>
        <source>one run is shown</source>
        <translation>se muestra una sola ejecución</translation>
    </message>
    <message>
        <source>there is no run</source>
        <translation>no hay ejecución</translation>
    </message>
    <message>
        <source>this run has not both protocols</source>
        <translation>esta ejecución no tiene los dos protocolos</translation>
    </message>
    <message>
        <source>there is none</source>
        <translation>no hay ninguna</translation>
    </message>
    <message>
        <source>&amp;Compare with another recording…</source>
        <translation>&amp;Comparar con otra grabación…</translation>
    </message>
    <message>
        <source>Save se&amp;gments as pcapng…</source>
        <translation>Guardar los se&amp;gmentos como pcapng…</translation>
    </message>
    <message>
        <source>&amp;Side by side</source>
        <translation>&amp;Lado a lado</translation>
    </message>
    <message>
        <source>&amp;TCP beside UDP</source>
        <translation>&amp;TCP junto a UDP</translation>
    </message>
    <message>
        <source>&amp;First difference</source>
        <translation>&amp;Primera diferencia</translation>
    </message>
    <message>
        <source>&amp;Next difference</source>
        <translation>Diferencia &amp;siguiente</translation>
    </message>
    <message>
        <source>&amp;Previous difference</source>
        <translation>Diferencia &amp;anterior</translation>
    </message>
    <message>
        <source>Both &amp;in step</source>
        <translation>Las dos a la pa&amp;r</translation>
    </message>
    <message>
        <source>&amp;Back to one figure</source>
        <translation>&amp;Volver a una sola figura</translation>
    </message>
    <message>
        <source>no program is watched</source>
        <translation>no se observa ningún programa</translation>
    </message>
    <message>
        <source>the programs run by themselves</source>
        <translation>los programas siguen por su cuenta</translation>
    </message>
    <message>
        <source>Process %1</source>
        <translation>Proceso %1</translation>
    </message>
    <message>
        <source>nobody is there</source>
        <translation>no hay nadie</translation>
    </message>
    <message>
        <source>another window has the door</source>
        <translation>otra ventana tiene la puerta</translation>
    </message>
    <message>
        <source>&amp;Watched programs</source>
        <translation>Programas &amp;observados</translation>
    </message>
    <message>
        <source>&amp;Free</source>
        <translation>&amp;Libre</translation>
    </message>
    <message>
        <source>&amp;Slow: held for a moment at each call</source>
        <translation>L&amp;ento: detenidos un momento en cada llamada</translation>
    </message>
    <message>
        <source>S&amp;tep: held at each call until let go on</source>
        <translation>&amp;Paso: detenidos en cada llamada hasta dejarlos seguir</translation>
    </message>
    <message>
        <source>&amp;Let go on</source>
        <translation>&amp;Dejar seguir</translation>
    </message>
    <message>
        <source>From a &amp;container, or as another user…</source>
        <translation>Desde un &amp;contenedor, o como otro usuario…</translation>
    </message>
    <message>
        <source>St&amp;op watching: all go on, unobserved</source>
        <translation>Dejar de &amp;observar: todos siguen, sin ser vistos</translation>
    </message>
    <message>
        <source>the programs are watched no more</source>
        <translation>ya no se observan los programas</translation>
    </message>
    <message>
        <source>each program waits to be let go on</source>
        <translation>cada programa espera a que se lo deje seguir</translation>
    </message>
    <message>
        <source>Another number…</source>
        <translation>Otro número…</translation>
    </message>
    <message>
        <source>Another number… (now %1)</source>
        <translation>Otro número… (ahora %1)</translation>
    </message>
    <message>
        <source>Labora&amp;tory: hosts of their own, real segments</source>
        <translation>La&amp;boratorio: hosts propios, segmentos reales</translation>
    </message>
    <message>
        <source>P&amp;rotocols</source>
        <translation>&amp;Protocolos</translation>
    </message>
    <message>
        <source>At the pro&amp;jector</source>
        <translation>En el pro&amp;yector</translation>
    </message>
    <message>
        <source>the recording stops here</source>
        <translation>la grabación se corta aquí</translation>
    </message>
    <message>
        <source>&amp;Let go on  (no program is held)</source>
        <translation>&amp;Dejar seguir  (ningún programa está retenido)</translation>
    </message>
    <message>
        <source>no program is held</source>
        <translation>ningún programa está retenido</translation>
    </message>
</context>
</TS>
