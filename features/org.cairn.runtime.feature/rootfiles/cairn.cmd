@echo off
rem Starts Cairn. CAIRN_JAVA_OPTS adds options for Java, such as -Xmx4g; JAVA_HOME names the Java to use (25 or newer).
setlocal EnableExtensions DisableDelayedExpansion

set "CAIRN_JAVA="
if defined JAVA_HOME call :java "%JAVA_HOME%"
if not defined CAIRN_JAVA for /f "delims=" %%j in ('where java 2^>nul') do if not defined CAIRN_JAVA call :java "%%~dpj.."
for %%v in ("Eclipse Adoptium" "Java" "Microsoft" "Zulu" "BellSoft" "Amazon Corretto") do (
    for /d %%d in ("%ProgramFiles%\%%~v\*") do if not defined CAIRN_JAVA call :java "%%~d"
)
if not defined CAIRN_JAVA goto nojava

rem What Equinox remembers between starts is kept per user and per installation: the installation may be read-only.
set "CAIRN_KEY=%~dp0"
set "CAIRN_KEY=%CAIRN_KEY:\=_%"
set "CAIRN_KEY=%CAIRN_KEY::=_%"
set "CAIRN_CACHE=%LOCALAPPDATA%"
if not defined CAIRN_CACHE set "CAIRN_CACHE=%TEMP%"

for %%l in ("%~dp0plugins\org.eclipse.equinox.launcher_*.jar") do set "CAIRN_LAUNCHER=%%~fl"

rem "open" starts the window where the archive has one; all else, and the help of "open", is the command line's.
rem The window's application chooses the folder for its state: one that no other window uses.
set "CAIRN_MODE=-data @none -application org.cairn.cli.app"
if /i not "%~1"=="open" goto start
if "%~2"=="-h" goto start
if "%~2"=="--help" goto start
if exist "%~dp0plugins\org.cairn.rcp_*.jar" set "CAIRN_MODE=-data @noDefault -application org.cairn.rcp.app"
:start
"%CAIRN_JAVA%" -Xmx512m --enable-native-access=ALL-UNNAMED -Dosgi.checkConfiguration=true "-Djava.library.path=%~dp0lib" %CAIRN_JAVA_OPTS% -jar "%CAIRN_LAUNCHER%" -nosplash -configuration "%CAIRN_CACHE%\Cairn\configuration%CAIRN_KEY%" %CAIRN_MODE% %*
exit /b %ERRORLEVEL%

:nojava
echo cairn: needs Java 25 or newer. Install one, any build of OpenJDK 25 such as Temurin, and set JAVA_HOME to it if it is in an unusual place.>&2
exit /b 1

rem :java HOME sets CAIRN_JAVA when there is a Java 25 or newer in HOME; reads its file "release", starting it would take longer
:java
if not exist "%~1\bin\java.exe" exit /b 0
if not exist "%~1\release" exit /b 0
set "CAIRN_VERSION=0"
for /f "usebackq tokens=2 delims==" %%v in (`findstr /b /c:"JAVA_VERSION=" "%~1\release"`) do set "CAIRN_VERSION=%%~v"
for /f "tokens=1 delims=.-+" %%f in ("%CAIRN_VERSION%") do if %%f GEQ 25 set "CAIRN_JAVA=%~1\bin\java.exe"
exit /b 0
