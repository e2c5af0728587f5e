@echo off
rem Makes the leaflets when it is double-clicked in Windows, and shows them.
rem All the work is done by run.sh, which lies beside it, in Linux inside Windows (WSL).
title Make leaflets
cd /d "%~dp0"
if errorlevel 1 goto no_folder

rem wsl.exe is there even when no Linux is: so a command is tried in it.
wsl sh -c true >nul 2>nul
if errorlevel 1 goto no_wsl

wsl sh ./run.sh
if errorlevel 1 (
  echo.
  echo Something is to be mended: read what stands above.
) else (
  echo.
  echo The leaflets are in the folder "build".
)
if exist "build\index.html" start "" "build\index.html"
goto end

:no_wsl
echo This program needs Linux inside Windows, called WSL, and it is not there.
echo.
echo 1. Click Start, type PowerShell, right-click it, choose "Run as administrator".
echo 2. Type this, and press Enter:
echo.
echo        wsl --install
echo.
echo 3. Start the computer again, and double-click this file again.
goto end

:no_folder
echo Please copy this folder to a disk of this computer, such as into Documents,
echo and double-click this file there.

:end
echo.
pause
