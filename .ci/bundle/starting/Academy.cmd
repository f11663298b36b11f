@echo off
rem Starts the academy: double-click this file. Everything it needs lies in "program" beside it;
rem what it keeps lies in ".academy" in your home folder, and stays when this folder is replaced.
setlocal
chcp 65001 >nul
set "HERE=%~dp0program"
if not exist "%HERE%\python\python.exe" goto packed
set "PYTHONHOME="
set "PYTHONPATH="
set "PYTHONNOUSERSITE=1"
set "PATH=%HERE%\pango\bin;%PATH%"
set "WEASYPRINT_DLL_DIRECTORIES=%HERE%\pango\bin"
set "FONTCONFIG_FILE=%HERE%\fonts.conf"
if "%~1"=="" ("%HERE%\python\python.exe" -X utf8 -m academy run --show) else ("%HERE%\python\python.exe" -X utf8 -m academy %*)
set "CODE=%ERRORLEVEL%"
if "%~1"=="" if not "%CODE%"=="0" pause
exit /b %CODE%
:packed
echo Please unpack the whole zip first: click it with the right button, then "Extract All".
pause
exit /b 1
